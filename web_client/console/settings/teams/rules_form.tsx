import type { Problem } from "../../api.ts";
import { CountField } from "../../ui/count_field.tsx";
import { Field } from "../../ui/field.tsx";
import { SpanField } from "../../ui/span_field.tsx";
import { spanWords } from "../../ui/span_words.ts";
import { say } from "../../words.ts";
import type { Team } from "../kinds.ts";
import { helpThemselves, POLICIES, type Policy, type Rules, wrongWith } from "./rules.ts";

export type RulesProps = {
  rules: Rules;
  set: (change: Partial<Rules>) => void;
  /** Those that conversations may go on to. */
  others: readonly Team[];
  problem: Problem | null;
};

/** The sentence of a span: what it does while it is on, or that nothing happens. */
const spanHint = (
  on: "answer" | "last" | "nudge" | "close" | "agent" | "requeue" | "full",
  span: number | null,
) => (span === null ? say(`rule_${on}_off`) : say(`rule_${on}_on`, { time: spanWords(span) }));

/** Who gets a chat. */
export function Giving({ rules, set }: RulesProps) {
  return (
    <section class="card block" aria-labelledby="s-who">
      <header>
        <h2 id="s-who">{say("who_gets")}</h2>
      </header>
      <Field label={say("policy")} hint={say(`policy_${rules.policy}_means`)}>
        <select
          class="input"
          value={rules.policy}
          onChange={(event) => set({ policy: event.currentTarget.value as Policy })}
        >
          {POLICIES.map((policy) => (
            <option key={policy} value={policy}>
              {say(`policy_${policy}`)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={say("order")} hint={say(`order_${rules.order}_means`)}>
        <select
          class="input"
          value={rules.order}
          onChange={(event) => set({ order: event.currentTarget.value as Rules["order"] })}
        >
          <option value="waiting">{say("order_waiting")}</option>
          <option value="sla">{say("order_sla")}</option>
        </select>
      </Field>
      {!helpThemselves(rules.policy) && (
        <div class="opts">
          <SpanField
            label={say("rule_last")}
            hint={spanHint("last", rules.last_agent_within)}
            value={rules.last_agent_within}
            usual={7 * 86_400}
            onChange={(last_agent_within) => set({ last_agent_within })}
          />
          <CountField
            label={say("rule_share")}
            hint={
              rules.fair_share === null
                ? say("rule_share_off")
                : say("rule_share_on", { n: rules.fair_share })
            }
            value={rules.fair_share}
            usual={10}
            onChange={(fair_share) => set({ fair_share })}
          />
        </div>
      )}
    </section>
  );
}

/** When it is not answered, or its agent goes. */
export function NotAnswered({ rules, set }: RulesProps) {
  return (
    <section class="card block" aria-labelledby="s-not">
      <header>
        <h2 id="s-not">{say("not_answered")}</h2>
      </header>
      <div class="opts">
        {!helpThemselves(rules.policy) && (
          <SpanField
            label={say("rule_answer")}
            hint={spanHint("answer", rules.answer_within)}
            value={rules.answer_within}
            usual={60}
            onChange={(answer_within) => set({ answer_within })}
          />
        )}
        <SpanField
          label={say("rule_agent")}
          hint={spanHint("agent", rules.agent_nudge_after)}
          value={rules.agent_nudge_after}
          usual={120}
          onChange={(agent_nudge_after) => set({ agent_nudge_after })}
        />
        <SpanField
          label={say("rule_requeue")}
          hint={spanHint("requeue", rules.agent_requeue_after)}
          value={rules.agent_requeue_after}
          usual={300}
          onChange={(agent_requeue_after) => set({ agent_requeue_after })}
        />
      </div>
      <Field label={say("when_away")} hint={say(`when_away_${rules.when_away}_means`)}>
        <select
          class="input"
          value={rules.when_away}
          onChange={(event) => set({ when_away: event.currentTarget.value as Rules["when_away"] })}
        >
          <option value="keep">{say("when_away_keep")}</option>
          <option value="hand_back">{say("when_away_hand_back")}</option>
        </select>
      </Field>
    </section>
  );
}

/** When all are busy. */
export function Full({ rules, set, others, problem }: RulesProps) {
  const to = others.find((team) => team.id === rules.overflow_to)?.name;
  const after = rules.overflow_after;
  return (
    <section class="card block" aria-labelledby="s-full">
      <header>
        <h2 id="s-full">{say("all_busy")}</h2>
      </header>
      <Field
        label={say("overflow_to")}
        hint={to ? say("overflow_to_means", { team: to }) : say("overflow_to_none_means")}
        error={wrongWith(problem, "overflow_to")}
      >
        <select
          class="input"
          value={rules.overflow_to ?? ""}
          onChange={(event) => set({ overflow_to: event.currentTarget.value || null })}
        >
          <option value="">{say("overflow_to_none")}</option>
          {others.map((team) => (
            <option key={team.id} value={team.id}>
              {team.name}
            </option>
          ))}
        </select>
      </Field>
      <div class="opts">
        {to && (
          <SpanField
            label={say("rule_overflow")}
            hint={
              after === null
                ? say("rule_overflow_off", { team: to })
                : say("rule_overflow_on", { time: spanWords(after), team: to })
            }
            error={wrongWith(problem, "overflow_after")}
            value={after}
            usual={300}
            onChange={(overflow_after) => set({ overflow_after })}
          />
        )}
        <SpanField
          label={say("rule_full")}
          hint={spanHint("full", rules.max_wait)}
          error={wrongWith(problem, "max_wait")}
          value={rules.max_wait}
          usual={900}
          onChange={(max_wait) => set({ max_wait })}
        />
      </div>
    </section>
  );
}

/** When the visitor falls silent. */
export function Silent({ rules, set }: RulesProps) {
  return (
    <section class="card block" aria-labelledby="s-silent">
      <header>
        <h2 id="s-silent">{say("visitor_silent")}</h2>
      </header>
      <div class="opts">
        <SpanField
          label={say("rule_nudge")}
          hint={spanHint("nudge", rules.visitor_nudge_after)}
          value={rules.visitor_nudge_after}
          usual={300}
          onChange={(visitor_nudge_after) => set({ visitor_nudge_after })}
        />
        <SpanField
          label={say("rule_close")}
          hint={spanHint("close", rules.visitor_close_after)}
          value={rules.visitor_close_after}
          usual={900}
          onChange={(visitor_close_after) => set({ visitor_close_after })}
        />
      </div>
    </section>
  );
}

/** When supervisors are told. */
export function Alerts({ rules, set }: RulesProps) {
  const { alert_waiting: many, alert_wait: long } = rules;
  return (
    <section class="card block" aria-labelledby="s-alerts">
      <header>
        <h2 id="s-alerts">{say("tell_supervisors")}</h2>
      </header>
      <div class="opts">
        <CountField
          label={say("rule_many")}
          hint={many === null ? say("rule_many_off") : say("rule_many_on", { n: many })}
          value={many}
          usual={5}
          onChange={(alert_waiting) => set({ alert_waiting })}
        />
        <SpanField
          label={say("rule_long")}
          hint={long === null ? say("rule_long_off") : say("rule_long_on", { time: spanWords(long) })}
          value={long}
          usual={300}
          onChange={(alert_wait) => set({ alert_wait })}
        />
      </div>
    </section>
  );
}
