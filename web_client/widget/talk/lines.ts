import type { Outgoing } from "../../shared/outbox.ts";
import type { Event, MessageSent, Sender } from "../../shared/protocol.ts";

/** What the log shows, from top to bottom. Times in ms. */
export type Line =
  | { kind: "day" | "ended" | "reopened"; key: string; at: number }
  | { kind: "joined"; key: string; name: string }
  | { kind: "rated"; key: string; score: number; scale: string }
  | Group;

/** Messages of one sender in a row; `mark` says how far the last of one's own has got. */
export type Group = {
  kind: "group";
  key: string;
  by: Sender;
  mine: boolean;
  messages: readonly MessageSent[];
  at: number;
  mark: "sent" | "delivered" | "read";
};

/** How far the other side has got, and who has just joined, while the lines are made. */
type Seen = { read: number; delivered: number };

/** The lines of a conversation. `dayOf` names the calendar day of an instant. */
export function linesOf(events: readonly Event[], dayOf: (at: number) => string): Line[] {
  const seen = seenOf(events);
  const lines: Line[] = [];
  let day = "";
  let agent: string | null = null;
  for (const event of events) {
    const line = lineOf(event, agent);
    agent = agentAfter(event, agent);
    if (!line) continue;
    if (dayOf(event.at) !== day) {
      day = dayOf(event.at);
      lines.push({ kind: "day", key: `d${event.seq}`, at: event.at });
    }
    append(lines, line);
  }
  for (const line of lines) if (line.kind === "group" && line.mine) line.mark = markOf(line, seen);
  return lines;
}

/** What is not in the log yet, without what the log has meanwhile. */
export function unsentOf(messages: readonly Outgoing[], events: readonly Event[]): readonly Outgoing[] {
  const known = new Set(events.map((event) => event.id));
  return messages.filter((message) => !known.has(message.id));
}

/** The last message of all, whose buttons and questions still wait for an answer. */
export function lastMessage(events: readonly Event[]): MessageSent | undefined {
  return events.findLast((event): event is MessageSent => event.type === "message.sent");
}

function lineOf(event: Event, agent: string | null): Line | null {
  const key = `e${event.seq}`;
  switch (event.type) {
    case "message.sent":
      return {
        kind: "group",
        key,
        by: event.by,
        mine: event.by.kind === "visitor",
        messages: [event],
        at: event.at,
        mark: "sent",
      };
    case "assigned":
      return event.agent.id === agent ? null : { kind: "joined", key, name: event.agent.name ?? "" };
    case "transferred":
      return event.team ? null : { kind: "joined", key, name: event.to.name ?? "" };
    case "resolved":
      return { kind: "ended", key, at: event.at };
    case "reopened":
      return { kind: "reopened", key, at: event.at };
    case "rated":
      return event.score === null ? null : { kind: "rated", key, score: event.score, scale: event.scale };
    default:
      return null;
  }
}

function agentAfter(event: Event, agent: string | null): string | null {
  if (event.type === "assigned") return event.agent.id;
  if (event.type === "transferred" && !event.team) return event.to.id;
  return event.type === "unassigned" ? null : agent;
}

function append(lines: Line[], line: Line): void {
  const last = lines.at(-1);
  const joins =
    last?.kind === "group" &&
    line.kind === "group" &&
    last.by.kind === line.by.kind &&
    last.by.id === line.by.id;
  if (joins)
    lines[lines.length - 1] = { ...last, messages: [...last.messages, ...line.messages], at: line.at };
  else lines.push(line);
}

function seenOf(events: readonly Event[]): Seen {
  const seen: Seen = { read: 0, delivered: 0 };
  for (const event of events) {
    if (event.by.kind === "visitor") continue;
    if (event.type === "message.read") seen.read = Math.max(seen.read, event.upto ?? event.seq);
    if (event.type === "message.delivered")
      seen.delivered = Math.max(seen.delivered, event.upto ?? event.seq);
  }
  return seen;
}

function markOf(group: Group, seen: Seen): Group["mark"] {
  const last = group.messages.at(-1)?.seq ?? 0;
  return last <= seen.read ? "read" : last <= seen.delivered ? "delivered" : "sent";
}
