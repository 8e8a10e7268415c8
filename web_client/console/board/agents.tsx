import { Avatar } from "../../shared/avatar.tsx";
import type { Presence } from "../session/session.ts";
import { PresenceDot } from "../ui/presence.tsx";
import { lasting } from "../ui/spans.ts";
import { say } from "../words.ts";
import type { AgentShown } from "./feed.ts";

const ORDER: readonly Presence[] = ["online", "away", "offline"];
const MOST_BOXES = 12;

/** Agents by state, with their slots and since when. */
export function Agents({ agents, at }: { agents: readonly AgentShown[]; at: number }) {
  const sorted = [...agents].sort(
    (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || a.name.localeCompare(b.name),
  );
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
          </tr>
        </thead>
        <tbody>
          {sorted.map((agent) => (
            <OneAgent key={agent.id} agent={agent} at={at} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function OneAgent({ agent, at }: { agent: AgentShown; at: number }) {
  return (
    <tr>
      <th scope="row">
        <span class="row">
          <span class="with-dot">
            <Avatar kind={agent.status === "online" ? "person" : "visitor"} name={agent.name} small />
            <PresenceDot status={agent.status} />
          </span>
          <span>
            <bdi>{agent.name}</bdi> <span class="faint">{say(`presence_${agent.status}`)}</span>
          </span>
        </span>
      </th>
      <td>
        <Slots taken={agent.taken} slots={agent.slots} />
      </td>
      <td class="r faint">{agent.since ? lasting(at - agent.since) : "–"}</td>
    </tr>
  );
}

/** Boxes, and the same in words. */
export function Slots({ taken, slots }: { taken: number; slots: number }) {
  const boxes = Math.max(taken, slots);
  return (
    <span class="nowrap">
      {boxes > 0 && boxes <= MOST_BOXES && (
        <span class="slots" aria-hidden="true">
          {Array.from({ length: boxes }, (_, place) => (
            <i key={place} class={place < taken ? "on" : ""} />
          ))}
        </span>
      )}
      {say("of_slots", { taken, slots })}
    </span>
  );
}
