import { useEffect, useState } from "preact/hooks";
import type { Answer } from "../../api.ts";
import { api } from "../../session/session.ts";
import { decidedBy, othersOf } from "../../talk/why_words.ts";
import { Failed } from "../../ui/blank.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { idleWords, spanWords } from "../../ui/span_words.ts";
import { say } from "../../words.ts";
import type { Team } from "../kinds.ts";
import { helpThemselves, type Rules } from "./rules.ts";

type Candidate = { agent: string; load: number; slots: number; level: number; idle: number };
type Next = {
  waiting: number;
  free: number;
  decided_by: string | null;
  candidates: Candidate[];
  others: Record<string, number>;
  names: Record<string, string>;
};

const SETTLED = 300; // ms after the last key
const AGAIN = 5_000; // ms

/** What happens to a chat by these rules: who would get one at this moment, and what follows. */
export function WhatHappens({
  path,
  rules,
  others,
}: {
  path: string;
  rules: Rules;
  others: readonly Team[];
}) {
  return (
    <aside class="preview what" aria-labelledby="s-what">
      <header>
        <h2 id="s-what">{say("what_happens")}</h2>
      </header>
      <div class="what-now">
        <Now path={path} rules={rules} />
      </div>
      <ol class="steps">
        {stepsOf(rules, others).map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </aside>
  );
}

function Now({ path, rules }: { path: string; rules: Rules }) {
  const { policy, fair_share } = rules;
  const [answer, setAnswer] = useState<Answer<Next> | null>(null);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    const ask = () =>
      api.post<Next>(`${path}/preview`, { policy, fair_share }).then((found) => {
        if (current) setAnswer(found);
      });
    const soon = setTimeout(ask, SETTLED);
    const again = setInterval(ask, AGAIN);
    return () => {
      current = false;
      clearTimeout(soon);
      clearInterval(again);
    };
  }, [path, policy, fair_share, turn]);
  if (!answer) return <Skeleton label={say("loading")} rows={1} />;
  if (!answer.ok) return <Failed problem={answer.problem} onRetry={() => setTurn(turn + 1)} />;
  return <Then next={answer.value} policy={policy} />;
}

function Then({ next, policy }: { next: Next; policy: Rules["policy"] }) {
  const best = next.candidates[0];
  const rest = othersOf(next.others);
  return (
    <div role="status">
      <h3>{say("right_now")}</h3>
      {best ? <p>{nextWords(best, next, policy)}</p> : <p>{say("next_nobody")}</p>}
      {rest && <p class="small soft">{rest}</p>}
      {next.waiting > 0 && <p class="small soft num">{say("next_waiting", { n: next.waiting })}</p>}
    </div>
  );
}

function nextWords(best: Candidate, next: Next, policy: Rules["policy"]): string {
  if (helpThemselves(policy)) return say(`next_${policy as "pull" | "broadcast"}`, { n: next.free });
  const agent = next.names[best.agent] ?? say("somebody");
  return say("next_goes_to", {
    agent,
    why: decidedBy(next.decided_by),
    load: best.load,
    slots: best.slots,
    idle: idleWords(best.idle),
  });
}

/** The rules as a story, one sentence a step. */
function stepsOf(rules: Rules, others: readonly Team[]): string[] {
  const assigned = !helpThemselves(rules.policy);
  const to = others.find((team) => team.id === rules.overflow_to)?.name;
  const steps = [
    rules.raises.length > 0 && say("step_raises", { n: rules.raises.length }),
    say(rules.order === "sla" ? "step_order_sla" : "step_order_waiting"),
    assigned &&
      rules.last_agent_within !== null &&
      say("step_last", { time: spanWords(rules.last_agent_within) }),
    say(`step_${rules.policy}`),
    assigned && rules.answer_within !== null && say("step_answer", { time: spanWords(rules.answer_within) }),
    to &&
      rules.overflow_after !== null &&
      say("step_overflow", { time: spanWords(rules.overflow_after), team: to }),
    to && rules.overflow_after === null && say("step_overflow_nobody", { team: to }),
    rules.max_wait !== null && say("step_full", { time: spanWords(rules.max_wait) }),
    rules.visitor_nudge_after !== null && say("step_nudge", { time: spanWords(rules.visitor_nudge_after) }),
    rules.visitor_close_after !== null && say("step_close", { time: spanWords(rules.visitor_close_after) }),
  ];
  return steps.filter((step): step is string => typeof step === "string");
}
