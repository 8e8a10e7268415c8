import { useState } from "preact/hooks";
import type { Named } from "../../shared/protocol.ts";
import { useFrame } from "../reports/frame.ts";
import { Field } from "../ui/field.tsx";
import { Switch } from "../ui/switch.tsx";
import { say } from "../words.ts";
import { weekWords } from "./head.tsx";
import { changeOf, type Draft, isNothing, USUAL } from "./what_if.ts";
import type { Wish } from "./wish.ts";
import { tell } from "./words.ts";

type Props = { wish: Wish; runs: boolean; onBegin: (body: object) => void };

const POLICIES = ["least_busy", "round_robin", "most_skilled", "longest_idle", "pull", "broadcast"] as const;

/** What is to be other than it was. */
export function WhatIfForm({ wish, runs, onBegin }: Props) {
  const { ground, tz } = useFrame();
  const [draft, setDraft] = useState<Draft>(USUAL);
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change });
  const number = (name: "arrivals" | "slots" | "count" | "weeks", least: number, most: number) => (
    <input
      class="input num"
      type="number"
      min={least}
      max={most}
      required={name === "arrivals" || name === "weeks"}
      value={draft[name] ?? ""}
      onInput={(event) => {
        const typed = Math.round(event.currentTarget.valueAsNumber);
        set({ [name]: Number.isNaN(typed) ? null : typed });
      }}
    />
  );
  const time = (name: "since" | "until" | "opens" | "closes") => (
    <input
      class="input num"
      type="time"
      value={draft[name]}
      onInput={(event) => set({ [name]: event.currentTarget.value })}
    />
  );
  const teams = wish.team ? ground.teams.filter((team) => team.id === wish.team) : ground.teams;
  return (
    <form
      class="card block what-if-form"
      aria-labelledby="what-if-form"
      onSubmit={(event) => {
        event.preventDefault();
        const body = {
          week: wish.week,
          weeks: draft.weeks,
          within: nearest(wish.within),
          change: changeOf(draft, tz, teams),
        };
        onBegin(wish.team ? { ...body, team: wish.team } : body);
      }}
    >
      <header>
        <h2 id="what-if-form">{tell("change_what")}</h2>
        <p class="grow num">{tell("of_week", { week: weekWords(wish.week) })}</p>
      </header>
      <p class="soft what-if-intro">{tell("what_if_intro")}</p>
      <div class="what-if-fields">
        <Field label={tell("change_arrivals")} hint={tell("change_arrivals_hint")}>
          {number("arrivals", 10, 500)}
        </Field>
        <Field label={tell("if_slots")} hint={tell("as_it_was")}>
          {number("slots", 1, 50)}
        </Field>
        <div class="what-if-more">
          <Field label={tell("more_people")}>{number("count", 0, 100)}</Field>
          <Field label={tell("there_from")}>{time("since")}</Field>
          <Field label={tell("there_until")}>{time("until")}</Field>
        </div>
        <Field label={tell("policy")}>
          <select
            class="input"
            value={draft.policy}
            onChange={(event) => set({ policy: event.currentTarget.value })}
          >
            <option value="">{tell("as_before")}</option>
            {POLICIES.map((policy) => (
              <option key={policy} value={policy}>
                {say(`policy_${policy}`)}
              </option>
            ))}
          </select>
        </Field>
        <Field label={tell("opens_at")} hint={tell("every_day")}>
          {time("opens")}
        </Field>
        <Field label={tell("closes_at")} hint={tell("every_day")}>
          {time("closes")}
        </Field>
        <Field label={tell("weeks_to_live")} hint={tell("weeks_hint")}>
          {number("weeks", 3, 30)}
        </Field>
      </div>
      <details class="without">
        <summary>
          {draft.without.length > 0 ? tell("without_n", { n: draft.without.length }) : tell("without_whom")}
        </summary>
        <div class="pick">
          {ground.agents.map((agent: Named) => (
            <label key={agent.id}>
              <input
                type="checkbox"
                checked={draft.without.includes(agent.id)}
                onChange={() => set({ without: toggled(draft.without, agent.id) })}
              />
              {agent.name}
            </label>
          ))}
        </div>
      </details>
      <Switch
        label={tell("by_roster")}
        hint={tell("by_roster_hint")}
        on={draft.by_roster}
        onSwitch={(by_roster) => set({ by_roster })}
      />
      <p class="row what-if-go">
        <button type="submit" class="btn primary" disabled={runs}>
          {isNothing(draft) ? tell("check_past") : tell("compare")}
        </button>
        {isNothing(draft) && <span class="small soft">{tell("check_past_hint")}</span>}
      </p>
    </form>
  );
}

const toggled = (list: readonly string[], id: string): string[] =>
  list.includes(id) ? list.filter((one) => one !== id) : [...list, id];

/** The service level is counted within so many seconds. */
const nearest = (within: number): number =>
  [10, 20, 30, 60, 120, 300].reduce(
    (best, one) => (Math.abs(one - within) < Math.abs(best - within) ? one : best),
    20,
  );
