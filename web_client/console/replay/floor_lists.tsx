import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { clock } from "../../shared/icons.ts";
import { replayPath } from "../routes.ts";
import type { Presence } from "../session/session.ts";
import { presenceWords } from "../ui/absences.ts";
import { visitorName } from "../ui/names.ts";
import { PresenceDot } from "../ui/presence.tsx";
import { Slots } from "../ui/slots.tsx";
import { lasting } from "../ui/spans.ts";
import { say } from "../words.ts";
import type { AtWork, Spot } from "./floor.ts";
import { tell } from "./words.ts";

/** Who waited, the next one first. */
export function QueueThen({ queue, at }: { queue: readonly Spot[]; at: number }) {
  return (
    <table class="tbl num then">
      <thead>
        <tr>
          <th scope="col">{tell("visitor")}</th>
          <th scope="col">{tell("team")}</th>
          <th scope="col" class="r">
            {tell("waited")}
          </th>
        </tr>
      </thead>
      <tbody>
        {queue.map((spot) => (
          <tr key={spot.id}>
            <th scope="row">
              <ToConversation spot={spot} at={at} />
            </th>
            <td class="soft">{spot.team ?? "–"}</td>
            <td class="r">
              <span class="left num">
                <Icon d={clock} small />
                {lasting(at - spot.since)}
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Who was there, how, since when, and what each had. */
export function AgentsThen({ agents, at }: { agents: readonly AtWork[]; at: number }) {
  return (
    <table class="tbl num people then">
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
        {agents.map((agent) => (
          <OneAgent key={agent.id} agent={agent} at={at} />
        ))}
      </tbody>
    </table>
  );
}

function OneAgent({ agent, at }: { agent: AtWork; at: number }) {
  const status = agent.status as Presence;
  const name = agent.name ?? say("agent");
  return (
    <tr>
      <th scope="row">
        <span class="row">
          <span class="with-dot">
            <Avatar kind={status === "online" ? "person" : "visitor"} name={name} small />
            <PresenceDot status={status} />
          </span>
          <span>
            <bdi>{name}</bdi> <span class="faint">{presenceWords(status, agent.reason)}</span>
          </span>
        </span>
        {agent.has.length > 0 && (
          <ul class="has" aria-label={tell("has_then")}>
            {agent.has.map((spot) => (
              <li key={spot.id}>
                <ToConversation spot={spot} at={at} />
              </li>
            ))}
          </ul>
        )}
      </th>
      <td>
        <Slots taken={agent.has.length} slots={agent.slots} />
      </td>
      <td class="r faint">{lasting(at - agent.since)}</td>
    </tr>
  );
}

function ToConversation({ spot, at }: { spot: Spot; at: number }) {
  return (
    <a href={replayPath(spot.id, { at: String(Math.round(at)) })}>
      <bdi>{visitorName(spot.visitor)}</bdi>
    </a>
  );
}
