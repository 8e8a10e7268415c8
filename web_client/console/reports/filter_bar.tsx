import { Icon } from "../../shared/icon.tsx";
import { close as cross, filter as funnel } from "../../shared/icons.ts";
import type { Named } from "../../shared/protocol.ts";
import { go } from "../here.ts";
import { me, supervises } from "../session/session.ts";
import { Choice } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import { useAnswer } from "./asked.ts";
import { Chip } from "./chip.tsx";
import { type Filters, SPLITS, type Split } from "./filters.ts";
import { useFrame } from "./frame.ts";
import type { Figure } from "./kinds.ts";
import { PeriodChip } from "./period_chip.tsx";
import { Keep } from "./saved/keep.tsx";
import { TakeOut } from "./saved/take_out.tsx";
import { tell } from "./words.ts";

/** Two or three filters as chips, after the figure's name; each choice is a step in the browser's history. */
export function FilterBar() {
  const { ground } = useFrame();
  return (
    <div class="row chips">
      <PeriodChip />
      {ground.sites.length > 1 && <OneOf split="site" list={ground.sites} />}
      {supervises.value ? ground.teams.length > 1 && <OneOf split="team" list={ground.teams} /> : <Whose />}
      <Rest />
      <TakeOut />
      <Keep />
    </div>
  );
}

function OneOf({ split, list }: { split: "site" | "team"; list: readonly Named[] }) {
  const frame = useFrame();
  const chosen = frame.filters[split];
  const label = chosen ? frame.named(split, chosen) : tell(`all_${split}s`);
  return (
    <Chip label={label} what={tell(`by_${split}`)}>
      {(close) => (
        <Options
          chosen={chosen}
          options={[
            { id: null, name: tell(`all_${split}s`) },
            ...list.map(({ id, name }) => ({ id, name: name ?? id })),
          ]}
          onChoose={(id) => {
            close();
            go(frame.changed({ [split]: id }));
          }}
        />
      )}
    </Chip>
  );
}

/** Agents look at their own figures, or at those of a team of theirs. */
function Whose() {
  const frame = useFrame();
  const { team } = frame.filters;
  const teams = me.value?.teams ?? [];
  return (
    <Chip label={team ? frame.named("team", team) : tell("mine")} what={tell("whose")}>
      {(close) => (
        <Options
          chosen={team}
          options={[
            { id: null, name: tell("mine") },
            ...teams.map(({ id, name }) => ({ id, name: name ?? id })),
          ]}
          onChoose={(id) => {
            close();
            go(frame.changed({ team: id, agent: null }));
          }}
        />
      )}
    </Chip>
  );
}

type Option = { id: string | null; name: string };

function Options(props: {
  options: readonly Option[];
  chosen: string | null;
  onChoose: (id: string | null) => void;
}) {
  return (
    <ul class="options">
      {props.options.map(({ id, name }) => (
        <li key={id ?? ""}>
          <button type="button" aria-pressed={id === props.chosen} onClick={() => props.onChoose(id)}>
            <bdi>{name}</bdi>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What is chosen less often. */
function Rest() {
  const frame = useFrame();
  const set = (change: Partial<Filters>) => go(frame.changed(change));
  return (
    <Chip label={tell("filter")} what={tell("filters")} icon={funnel} plain>
      {() => (
        <div class="form">
          <Choice
            label={tell("clock")}
            shown
            value={frame.filters.clock}
            options={[
              { value: "wall", label: tell("clock_wall") },
              { value: "business", label: tell("clock_business") },
            ]}
            onChoose={(clock) => set({ clock })}
          />
          <Found split="channel" onChoose={(channel) => set({ channel })} />
          <Found split="tag" onChoose={(tag) => set({ tag })} />
          <Found split="language" onChoose={(language) => set({ language })} />
        </div>
      )}
    </Chip>
  );
}

/** What there was of it in the period, most often first. */
function Found({
  split,
  onChoose,
}: {
  split: "channel" | "tag" | "language";
  onChoose: (id: string | null) => void;
}) {
  const frame = useFrame();
  const volume = frame.ground.kpis.get("volume");
  const everything = { ...frame.asked, [split]: null };
  const [found] = useAnswer<Figure>(volume ? frame.ask(volume, { by: [split] }, everything) : null);
  if (found.state === "failed") return null;
  const groups = found.state === "ready" ? found.value.groups : [];
  const chosen = frame.filters[split];
  const ids = groups
    .filter((group) => typeof group.key === "string" && group.n > 0)
    .sort((a, b) => b.n - a.n)
    .map((group) => String(group.key));
  if (chosen && !ids.includes(chosen)) ids.push(chosen);
  return (
    <Field label={tell(`by_${split}`)}>
      <select
        class="input"
        value={chosen ?? ""}
        onChange={(event) => onChoose(event.currentTarget.value || null)}
      >
        <option value="">{tell(`all_${split}s`)}</option>
        {ids.map((id) => (
          <option key={id} value={id}>
            {frame.named(split, id)}
          </option>
        ))}
      </select>
    </Field>
  );
}

/** What is filtered by besides the chips above, each to be taken away. */
export function ActiveFilters() {
  const frame = useFrame();
  const shown = SPLITS.filter((split) => frame.filters[split] && !hasChip(split));
  const business = frame.filters.clock === "business";
  if (shown.length === 0 && !business) return null;
  return (
    <ul class="row active-filters" aria-label={tell("filters")}>
      {shown.map((split) => (
        <Active
          key={split}
          text={`${tell(`by_${split}`)}: ${frame.named(split, frame.filters[split] ?? "")}`}
          without={frame.changed({ [split]: null })}
        />
      ))}
      {business && <Active text={tell("clock_business")} without={frame.changed({ clock: "wall" })} />}
    </ul>
  );

  function hasChip(split: Split): boolean {
    if (split === "site") return frame.ground.sites.length > 1;
    return split === "team" && (!supervises.value || frame.ground.teams.length > 1);
  }
}

function Active({ text, without }: { text: string; without: string }) {
  return (
    <li class="tag">
      <span>{text}</span>
      <a href={without} class="away" aria-label={tell("without", { filter: text })}>
        <Icon d={cross} small />
      </a>
    </li>
  );
}
