import { useState } from "preact/hooks";
import { Choice } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { SpanField } from "../../ui/span_field.tsx";
import { spanWords } from "../../ui/span_words.ts";
import { Switch } from "../../ui/switch.tsx";
import { say } from "../../words.ts";
import type { Team } from "../kinds.ts";
import { priorityWords } from "../teams/urgency.tsx";
import { type Sla, TARGETS, tagsOf, USUAL } from "./slas.ts";

type Props = { sla: Sla; set: (change: Partial<Sla>) => void; teams: readonly Team[] };

/** What is promised, and on which clock. */
export function What({ sla, set }: Props) {
  const warn = sla.warn_before;
  return (
    <section class="card block" aria-labelledby="s-what-sla">
      <header>
        <h2 id="s-what-sla">{say("sla_what")}</h2>
      </header>
      <Field label={say("name")}>
        <input
          class="input"
          required
          maxLength={200}
          value={sla.name}
          onInput={(event) => set({ name: event.currentTarget.value })}
        />
      </Field>
      <div class="opts">
        {TARGETS.map((target) => {
          const span = sla[target];
          return (
            <SpanField
              key={target}
              label={say(`sla_${target}`)}
              hint={
                span === null ? say(`sla_${target}_off`) : say(`sla_${target}_on`, { time: spanWords(span) })
              }
              value={span}
              usual={USUAL[target]}
              onChange={(seconds) => set({ [target]: seconds })}
            />
          );
        })}
      </div>
      <div class="tight">
        <Choice
          label={say("sla_clock")}
          shown
          value={sla.clock}
          options={[
            { value: "wall", label: say("sla_clock_wall") },
            { value: "business", label: say("sla_clock_business") },
          ]}
          onChoose={(clock) => set({ clock })}
        />
        <p class="soft small">{say(`sla_clock_${sla.clock}_means`)}</p>
      </div>
      <div class="opts">
        <SpanField
          label={say("sla_warn")}
          hint={warn === null ? say("sla_warn_off") : say("sla_warn_on", { time: spanWords(warn) })}
          value={warn}
          usual={USUAL.warn_before}
          onChange={(warn_before) => set({ warn_before })}
        />
        {sla.resolution !== null && (
          <Switch
            label={say("sla_pauses")}
            hint={say("sla_pauses_hint")}
            on={sla.pauses}
            onSwitch={(pauses) => set({ pauses })}
          />
        )}
      </div>
    </section>
  );
}

const PRIORITIES = [1, 2, 3] as const;

/** Whose conversations come under it. */
export function Whom({ sla, set, teams }: Props) {
  return (
    <section class="card block" aria-labelledby="s-whom-sla">
      <header>
        <h2 id="s-whom-sla">{say("sla_whom")}</h2>
      </header>
      <p class="soft small">
        {say("sla_whom_text")} {say("sla_order_hint")}
      </p>
      <Teams teams={teams} chosen={sla.teams} onChange={(chosen) => set({ teams: chosen })} />
      <Tags tags={sla.tags} onChange={(tags) => set({ tags })} />
      <Field label={say("sla_priority")} hint={say("sla_priority_hint")}>
        <select
          class="input"
          value={sla.priority ?? ""}
          onChange={(event) =>
            set({ priority: event.currentTarget.value ? Number(event.currentTarget.value) : null })
          }
        >
          <option value="">{say("sla_any_priority")}</option>
          {choices(sla.priority).map((priority) => (
            <option key={priority} value={priority}>
              {priorityWords(priority)}
            </option>
          ))}
        </select>
      </Field>
      <div class="opts">
        <Switch
          label={say("sla_known")}
          hint={say("sla_known_hint")}
          on={sla.known}
          onSwitch={(known) => set({ known })}
        />
      </div>
    </section>
  );
}

/** Another one may have been set by a program. */
const choices = (set: number | null): number[] =>
  [...new Set([...PRIORITIES, ...(set === null ? [] : [set])])].sort((a, b) => a - b);

function Teams({
  teams,
  chosen,
  onChange,
}: {
  teams: readonly Team[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}) {
  // One that was removed cannot be unticked any more; the next tick lets go of it.
  const there = chosen.filter((id) => teams.some((team) => team.id === id));
  return (
    <fieldset class="field ticks">
      <legend class="label">{say("sla_teams")}</legend>
      {teams.map((team) => (
        <label key={team.id} class="row">
          <input
            type="checkbox"
            checked={chosen.includes(team.id)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked ? [...there, team.id] : there.filter((one) => one !== team.id),
              )
            }
          />
          {team.name}
        </label>
      ))}
      <p class="hint">{say("sla_teams_hint")}</p>
    </fieldset>
  );
}

function Tags({ tags, onChange }: { tags: readonly string[]; onChange: (tags: string[]) => void }) {
  const [typed, setTyped] = useState(tags.join(", "));
  // What is typed stays as it is, commas and all, until something else was put there.
  const shown = tagsOf(typed).join() === tags.join() ? typed : tags.join(", ");
  return (
    <Field label={say("sla_tags")} hint={say("sla_tags_hint")}>
      <input
        class="input"
        maxLength={1000}
        value={shown}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          onChange(tagsOf(event.currentTarget.value));
        }}
      />
    </Field>
  );
}
