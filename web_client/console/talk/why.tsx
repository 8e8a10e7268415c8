import { Icon } from "../../shared/icon.tsx";
import { check, down, why as question } from "../../shared/icons.ts";
import type { Routed } from "../../shared/protocol.ts";
import { priorityWords } from "../settings/teams/urgency.tsx";
import { Slots } from "../ui/slots.tsx";
import { idleWords } from "../ui/span_words.ts";
import { time } from "../ui/spans.ts";
import { say } from "../words.ts";
import { decidedBy, othersOf } from "./why_words.ts";

type Candidate = { agent: string; load: number; slots: number; level: number; idle: number };
/** As core/routing's `explained` gives it. Times in ms. */
type Reasons = {
  policy?: string;
  decided_by?: string;
  skills?: string[];
  candidates?: Candidate[];
  others?: Record<string, number>;
  passed?: string[];
  priority?: number;
  waited?: number;
};

/** Why this agent: one line, which opens into everybody who came into question. */
export function Why({ event, myId }: { event: Routed; myId: string | null }) {
  const reasons = event.reasons as Reasons;
  const candidates = reasons.candidates ?? [];
  const chosen = candidates.find((one) => one.agent === event.agent?.id);
  return (
    <details class="why">
      <summary>
        <Icon d={question} small />
        <span class="grow">{summary(event, reasons, chosen, myId)}</span>
        <time class="num faint" dateTime={new Date(event.at).toISOString()}>
          {time(event.at)}
        </time>
        <Icon d={down} small />
      </summary>
      <section class="in" tabIndex={0} aria-label={say("why_candidates")}>
        <Candidates event={event} reasons={reasons} candidates={candidates} />
        <Rest reasons={reasons} />
      </section>
    </details>
  );
}

function summary(
  event: Routed,
  reasons: Reasons,
  chosen: Candidate | undefined,
  myId: string | null,
): string {
  const why = decidedBy(reasons.decided_by);
  const agent = event.agent?.name ?? say("somebody");
  if (event.agent && event.agent.id === myId)
    return chosen ? say("given_to_you_load", { why, ...chosen }) : say("given_to_you", { why });
  return chosen ? say("given_because_load", { ...chosen, agent, why }) : say("given_because", { agent, why });
}

type TableProps = { event: Routed; reasons: Reasons; candidates: readonly Candidate[] };

function Candidates({ event, reasons, candidates }: TableProps) {
  if (candidates.length === 0) return null;
  const skilled = (reasons.skills ?? []).length > 0;
  return (
    <table class="tbl num">
      <caption class="vh">{say("why_candidates")}</caption>
      <thead>
        <tr>
          <th scope="col">{say("agent")}</th>
          <th scope="col">{say("why_chats")}</th>
          {skilled && <th scope="col">{say("why_level")}</th>}
          <th scope="col">{say("why_idle_for")}</th>
        </tr>
      </thead>
      <tbody>
        {candidates.map((one) => (
          <tr key={one.agent}>
            <th scope="row">
              {event.names?.[one.agent] ?? say("somebody")}{" "}
              {one.agent === event.agent?.id && (
                <span class="tag good">
                  <Icon d={check} small />
                  {say("why_chosen")}
                </span>
              )}
              {(reasons.passed ?? []).includes(one.agent) && <span class="tag">{say("why_did_not")}</span>}
            </th>
            <td>
              <Slots taken={one.load} slots={one.slots} />
            </td>
            {skilled && <td>{one.level}</td>}
            <td>{idleWords(one.idle)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Rest({ reasons }: { reasons: Reasons }) {
  const rest = othersOf(reasons.others ?? {});
  const policy = reasons.policy ? say(`policy_${reasons.policy as "pull"}`) : "";
  return (
    <>
      {(reasons.skills ?? []).length > 0 && (
        <p class="soft">{say("why_needed", { skills: (reasons.skills ?? []).join(", ") })}</p>
      )}
      {rest && <p class="soft">{say("why_others", { others: rest })}</p>}
      <p class="faint num">
        {[
          policy && say("why_by", { policy }),
          priorityWords(reasons.priority ?? 0),
          reasons.waited !== undefined && say("why_waited", { time: idleWords(reasons.waited) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
    </>
  );
}
