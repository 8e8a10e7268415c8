import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { alert, more } from "../../shared/icons.ts";
import { watchPath } from "../routes.ts";
import type { Presence } from "../session/session.ts";
import { presenceWords } from "../ui/absences.ts";
import { visitorName } from "../ui/names.ts";
import { PresenceDot } from "../ui/presence.tsx";
import { Slots } from "../ui/slots.tsx";
import { lasting } from "../ui/spans.ts";
import { say } from "../words.ts";
import type { AgentShown, Held } from "./feed.ts";

const ORDER: readonly Presence[] = ["online", "away", "offline"];

export const byState = (agents: readonly AgentShown[]): AgentShown[] =>
  [...agents].sort(
    (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || a.name.localeCompare(b.name),
  );

type Props = { agents: readonly AgentShown[]; at: number; onStance: (agent: AgentShown) => void };

/** Agents by state, since when, and what each has in his slots. */
export function Agents({ agents, at, onStance }: Props) {
  return (
    <section class="card block" aria-labelledby="h-a">
      <header>
        <h2 id="h-a">{say("agents")}</h2>
      </header>
      <table class="tbl num people">
        <thead>
          <tr>
            <th scope="col">{say("agent")}</th>
            <th scope="col">{say("slots")}</th>
            <th scope="col" class="r">
              {say("since")}
            </th>
            <th scope="col">
              <span class="vh">{say("action")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {byState(agents).map((agent) => (
            <OneAgent key={agent.id} agent={agent} at={at} onStance={onStance} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

type OneProps = Omit<Props, "agents"> & { agent: AgentShown };

function OneAgent({ agent, at, onStance }: OneProps) {
  return (
    <tr>
      <th scope="row">
        <span class="row">
          <span class="with-dot">
            <Avatar kind={agent.status === "online" ? "person" : "visitor"} name={agent.name} small />
            <PresenceDot status={agent.status} />
          </span>
          <span>
            <bdi>{agent.name}</bdi> <span class="faint">{presenceWords(agent.status, agent.reason)}</span>
            {agent.on_duty === false && agent.status !== "offline" && (
              <small class="faint"> · {say("off_duty")}</small>
            )}
          </span>
        </span>
        {(agent.has ?? []).length > 0 && <Has has={agent.has ?? []} at={at} />}
      </th>
      <td>
        <Slots taken={agent.taken} slots={agent.slots} />
      </td>
      <td class="r faint">{agent.since ? lasting(at - agent.since) : "–"}</td>
      <td class="r">
        {agent.status !== "offline" && (
          <button
            type="button"
            class="btn plain icon"
            aria-label={say("change_state_of", { agent: agent.name })}
            onClick={() => onStance(agent)}
          >
            <Icon d={more} />
          </button>
        )}
      </td>
    </tr>
  );
}

/** One of his slots each: whose visitor, and how long he waits for an answer. */
function Has({ has, at }: { has: readonly Held[]; at: number }) {
  return (
    <ul class="has num" aria-label={say("in_his_slots")}>
      {has.map((held) => (
        <li key={held.id}>
          <a href={watchPath(held.id)}>
            <bdi>{visitorName(held.visitor)}</bdi>
          </a>{" "}
          {held.waiting === "agent" && held.waiting_since !== null && (
            <span class={held.next_deadline !== null && held.next_deadline < at ? "late-text" : "faint"}>
              {held.next_deadline !== null && held.next_deadline < at && <Icon d={alert} small />}
              {lasting(at - held.waiting_since)}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
