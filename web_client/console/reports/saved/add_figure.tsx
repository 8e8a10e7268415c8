import { useState } from "preact/hooks";
import { supervises } from "../../session/session.ts";
import { Add } from "../../settings/add.tsx";
import { Choice } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { SPLITS, type Split, splitsBy } from "../filters.ts";
import { type Frame, useFrame } from "../frame.ts";
import type { Kpi } from "../kinds.ts";
import { nameOf } from "../registry.ts";
import { Variant } from "../variant.tsx";
import { tell as say_ } from "../words.ts";
import { CHARTS, type Chart, type Tile } from "./kinds.ts";
import { partName } from "./tile.tsx";
import { tell } from "./words.ts";

const BUCKETS = ["day", "week", "month"] as const;

type Props = { onClose: () => void; onAdd: (tile: Tile) => void };

/** Which figure, how it is shown, and of what. */
export function AddFigure({ onClose, onAdd }: Props) {
  const frame = useFrame();
  const kpis = choosable(frame);
  const [tile, setTile] = useState<Tile>(() => empty(kpis[0]?.id ?? "frt"));
  const kpi = frame.ground.kpis.get(tile.kpi);
  const set = (change: Partial<Tile>) => setTile({ ...tile, ...change });
  const splits = kpi ? splitsOf(kpi, frame) : [];
  return (
    <Add
      title={tell("add_figure")}
      action={tell("add_figure")}
      onClose={onClose}
      onAdd={async () => {
        onAdd(tile);
        return null;
      }}
    >
      <Field label={tell("figure")}>
        <select
          class="input"
          value={tile.kpi}
          onChange={(event) => setTile({ ...empty(event.currentTarget.value), filters: tile.filters })}
        >
          {kpis.map((one) => (
            <option key={one.id} value={one.id}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      </Field>
      <Choice
        label={tell("chart")}
        shown
        value={tile.chart}
        options={CHARTS.filter((one) => one !== "table" || splits.length > 0).map((one) => ({
          value: one,
          label: tell(`chart_${one}`),
        }))}
        onChoose={(chart) => set({ chart, by: usualBy(chart, splits) })}
      />
      {tile.chart === "series" && (
        <Choice
          label={tell("each_bucket")}
          shown
          value={(tile.by[0] ?? "day") as (typeof BUCKETS)[number]}
          options={BUCKETS.map((one) => ({ value: one, label: tell(`each_bucket_${one}`) }))}
          onChoose={(bucket) => set({ by: [bucket] })}
        />
      )}
      {tile.chart === "table" && (
        <Field label={tell("split_by")}>
          <select
            class="input"
            value={tile.by[0]}
            onChange={(event) => set({ by: [event.currentTarget.value] })}
          >
            {splits.map((one) => (
              <option key={one} value={one}>
                {partName(one)}
              </option>
            ))}
          </select>
        </Field>
      )}
      {kpi && <Variant kpi={kpi} options={tile.options} onChoose={(options) => set({ options })} />}
      {kpi && <Whose kpi={kpi} tile={tile} onChange={set} />}
      {kpi && kpi.clocks.length > 1 && (
        <Choice
          label={say_("clock")}
          shown
          value={tile.clock}
          options={[
            { value: "wall", label: say_("clock_wall") },
            { value: "business", label: say_("clock_business") },
          ]}
          onChoose={(clock) => set({ clock })}
        />
      )}
    </Add>
  );
}

const empty = (kpi: string): Tile => ({
  kpi,
  chart: "figure",
  by: [],
  options: [],
  clock: "wall",
  filters: {},
});

function usualBy(chart: Chart, splits: readonly string[]): string[] {
  if (chart === "series") return ["day"];
  return chart === "table" ? splits.slice(0, 1) : [];
}

const choosable = (frame: Frame): Kpi[] =>
  [...frame.ground.kpis.values()]
    .filter((kpi) => !frame.isOwn || kpi.by_agent !== null)
    .sort((a, b) => nameOf(a).localeCompare(nameOf(b)));

function splitsOf(kpi: Kpi, frame: Frame): Split[] {
  const ofAgents = kpi.by_agent !== null && supervises.value && frame.ground.ofAgents;
  return SPLITS.filter((split) => splitsBy(kpi, split) && (split !== "agent" || ofAgents));
}

type PartProps = { tile: Tile; onChange: (change: Partial<Tile>) => void };

/** Of one site, or of one team. */
function Whose({ kpi, tile, onChange }: PartProps & { kpi: Kpi }) {
  const frame = useFrame();
  const { sites, teams } = frame.ground;
  const set = (split: "site" | "team", id: string) => {
    const { [split]: _, ...rest } = tile.filters;
    onChange({ filters: id ? { ...rest, [split]: id } : rest });
  };
  return (
    <>
      {sites.length > 1 && splitsBy(kpi, "site") && (
        <Only split="site" list={sites} tile={tile} onChoose={(id) => set("site", id)} />
      )}
      {teams.length > 1 && splitsBy(kpi, "team") && (
        <Only split="team" list={teams} tile={tile} onChoose={(id) => set("team", id)} />
      )}
    </>
  );
}

function Only(props: {
  split: "site" | "team";
  list: readonly { id: string; name: string | null }[];
  tile: Tile;
  onChoose: (id: string) => void;
}) {
  return (
    <Field label={say_(`by_${props.split}`)}>
      <select
        class="input"
        value={props.tile.filters[props.split] ?? ""}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        <option value="">{say_(`all_${props.split}s`)}</option>
        {props.list.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name ?? one.id}
          </option>
        ))}
      </select>
    </Field>
  );
}
