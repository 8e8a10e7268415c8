import { useEffect, useState } from "preact/hooks";
import { Icon } from "../../../shared/icon.tsx";
import { chart, close, next, plus } from "../../../shared/icons.ts";
import type { Problem } from "../../api.ts";
import { here, hold } from "../../here.ts";
import { api } from "../../session/session.ts";
import { Blank, Failed } from "../../ui/blank.tsx";
import { Field } from "../../ui/field.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { Main } from "../../ui/main.tsx";
import { reasonOf } from "../../ui/reasons.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Switch } from "../../ui/switch.tsx";
import { toast } from "../../ui/toasts.tsx";
import { Told } from "../../ui/told.tsx";
import { say } from "../../words.ts";
import { PRESETS, type Preset } from "../dates.ts";
import { useFrame } from "../frame.ts";
import { nameOf } from "../registry.ts";
import { tell as say_ } from "../words.ts";
import { AddFigure } from "./add_figure.tsx";
import type { Dashboard, Tile } from "./kinds.ts";
import { LiveTile } from "./tile.tsx";
import { tell } from "./words.ts";

/** A dashboard: its figures, live; whoever made it changes it where he sees it. */
export function DashboardPage({ id }: { id: string }) {
  const path = `/dashboards/${encodeURIComponent(id)}`;
  const [found, again] = useLoaded(path, () => api.get<Dashboard>(path));
  if (found.state === "ready") return <Open saved={found.value} onSaved={again} />;
  return (
    <Main class="middle">
      {found.state === "loading" ? (
        <Skeleton label={say("loading")} />
      ) : (
        <Failed problem={found.problem} onRetry={again} />
      )}
    </Main>
  );
}

type Draft = Pick<Dashboard, "name" | "shared" | "period" | "tiles">;
const draftOf = ({ name, shared, period, tiles }: Dashboard): Draft => ({ name, shared, period, tiles });

function Open({ saved, onSaved }: { saved: Dashboard; onSaved: () => void }) {
  const frame = useFrame();
  const [draft, setDraft] = useState<Draft | null>(() =>
    saved.mine && frame.query.get("edit") ? draftOf(saved) : null,
  );
  const [problem, setProblem] = useState<Problem | null>(null);
  const changed = draft !== null && JSON.stringify(draft) !== JSON.stringify(draftOf(saved));
  useHeld(changed);
  const shown = draft ?? saved;

  async function done() {
    if (!changed) return setDraft(null);
    const answer = await api.patch<Dashboard>(`/dashboards/${saved.id}`, draft);
    if (!answer.ok) return setProblem(answer.problem);
    setProblem(null);
    setDraft(null);
    onSaved();
    toast(say("saved"));
  }

  return (
    <Main>
      <header class="bar">
        <h1 class="grow">
          <bdi>{shown.name}</bdi>
        </h1>
        {!saved.mine && <p class="soft">{tell("shared_by", { name: saved.owner.name ?? saved.owner.id })}</p>}
        {!draft && <p class="soft only-desk">{say_(`period_${saved.period}`)}</p>}
        {saved.mine && !draft && (
          <button type="button" class="btn" onClick={() => setDraft(draftOf(saved))}>
            {tell("edit")}
          </button>
        )}
        {draft && (
          <>
            <button
              type="button"
              class="btn plain"
              onClick={() => {
                setProblem(null);
                setDraft(null);
              }}
            >
              {say("cancel")}
            </button>
            <button type="button" class="btn primary" onClick={() => void done()}>
              {tell("edit_done")}
            </button>
          </>
        )}
      </header>
      <div class="wrap report">
        {problem && <Told kind="bad" text={reasonOf(problem)} />}
        {draft && <DraftFields draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />}
        {!saved.mine && <p class="note-bar">{tell("not_yours")}</p>}
        <Tiles
          tiles={shown.tiles}
          period={shown.period}
          onChange={draft ? (tiles) => setDraft({ ...draft, tiles }) : undefined}
        />
      </div>
    </Main>
  );
}

/** Who is about to leave what is not saved is asked first. */
function useHeld(changed: boolean): void {
  useEffect(() => {
    if (!changed) return;
    const from = JSON.stringify(here.peek());
    return hold((to) => JSON.stringify(to) !== from);
  }, [changed]);
}

function DraftFields({ draft, onChange }: { draft: Draft; onChange: (change: Partial<Draft>) => void }) {
  return (
    <section class="card block dash-frame" aria-label={tell("dashboard")}>
      <Field label={tell("name")}>
        <input
          class="input"
          required
          maxLength={200}
          value={draft.name}
          onInput={(event) => onChange({ name: event.currentTarget.value })}
        />
      </Field>
      <Field label={tell("period")}>
        <select
          class="input"
          value={draft.period}
          onChange={(event) => onChange({ period: event.currentTarget.value as Preset })}
        >
          {PRESETS.map((preset) => (
            <option key={preset} value={preset}>
              {say_(`period_${preset}`)}
            </option>
          ))}
        </select>
      </Field>
      <Switch
        label={tell("shared")}
        hint={tell("shared_hint")}
        on={draft.shared}
        onSwitch={(shared) => onChange({ shared })}
      />
    </section>
  );
}

type TilesProps = {
  tiles: readonly Tile[];
  period: Dashboard["period"];
  /** Given: they are being edited. */
  onChange?: (tiles: readonly Tile[]) => void;
};

function Tiles({ tiles, period, onChange }: TilesProps) {
  const [adding, setAdding] = useState(false);
  const [moved, setMoved] = useState("");
  const frame = useFrame();
  const name = (tile: Tile) => nameOf(frame.ground.kpis.get(tile.kpi) ?? { id: tile.kpi, name: tile.kpi });

  function move(from: number, to: number) {
    const tile = tiles[from];
    if (!tile || to < 0 || to >= tiles.length) return;
    const rest = tiles.filter((_, place) => place !== from);
    onChange?.([...rest.slice(0, to), tile, ...rest.slice(to)]);
    setMoved(tell("moved", { name: name(tile), place: to + 1, all: tiles.length }));
    // The focus goes with it.
    requestAnimationFrame(() => document.getElementById(`tile-${to}`)?.focus());
  }

  return (
    <>
      <p class="vh" role="status">
        {moved}
      </p>
      {tiles.length === 0 && <Blank icon={chart} title={tell("no_figures")} />}
      <div class="tiles dash">
        {tiles.map((tile, place) => (
          <div key={`${place} ${tile.kpi}`} class={tile.chart === "figure" ? "dash-tile" : "dash-tile wide"}>
            {onChange && (
              <Tools
                place={place}
                all={tiles.length}
                name={name(tile)}
                onMove={(to) => move(place, to)}
                onRemove={() => onChange(tiles.filter((_, other) => other !== place))}
              />
            )}
            <LiveTile tile={tile} period={period} />
          </div>
        ))}
      </div>
      {onChange && (
        <button type="button" class="btn dash-add" onClick={() => setAdding(true)}>
          <Icon d={plus} small />
          {tell("add_figure")}
        </button>
      )}
      {adding && onChange && (
        <AddFigure onClose={() => setAdding(false)} onAdd={(tile) => onChange([...tiles, tile])} />
      )}
    </>
  );
}

type ToolsProps = {
  place: number;
  all: number;
  name: string;
  onMove: (to: number) => void;
  onRemove: () => void;
};

/** Buttons, and the arrow keys on them. */
function Tools({ place, all, name, onMove, onRemove }: ToolsProps) {
  return (
    <fieldset
      class="dash-tools"
      id={`tile-${place}`}
      tabIndex={-1}
      onKeyDown={(event) => {
        const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
        if (!step) return;
        event.preventDefault();
        onMove(place + step);
      }}
    >
      <legend class="vh">{name}</legend>
      <button
        type="button"
        class="btn icon"
        aria-label={tell("earlier", { name })}
        aria-disabled={place === 0}
        onClick={() => onMove(place - 1)}
      >
        <Icon d={next} small flip class="mirrored" />
      </button>
      <button
        type="button"
        class="btn icon"
        aria-label={tell("later", { name })}
        aria-disabled={place === all - 1}
        onClick={() => onMove(place + 1)}
      >
        <Icon d={next} small flip />
      </button>
      <span class="grow" />
      <button type="button" class="btn icon" aria-label={tell("remove_tile", { name })} onClick={onRemove}>
        <Icon d={close} small />
      </button>
    </fieldset>
  );
}
