// The twin of server/core/conversation.py: the same stories give the same state (tests/timelines).

import type {
  DetailsGiven,
  Event,
  MessageRead,
  MessageSent,
  Named,
  Page,
  Queued,
  Resolved,
  Transferred,
  VisitorIdentified,
} from "./protocol.ts";

/** Times in ms since the epoch; `…_seq` are numbers of this timeline. What each field means is said there. */
export type Conversation = {
  id: string;
  site: string;
  visitor: Named;
  channel: string;
  mode: "live" | "offline";
  locale: string | null;
  test: boolean;
  page: Page | null;
  status: "open" | "snoozed" | "resolved";
  team: Named | null;
  agent: Named | null;
  tags: readonly string[];
  spam: boolean;
  started_at: number;
  last_seq: number;
  last_at: number;
  queued_at: number | null;
  in_front: boolean;
  turn_at: number | null;
  spoke_at: number | null;
  visitor_seq: number;
  reply_seq: number;
  last_replier: Named | null;
  said: readonly string[];
  known: readonly string[];
  visitor_read: number;
  agent_read: number;
  unread: number;
  visitor_left_at: number | null;
  snoozed_until: number | null;
  resolved_at: number | null;
  resolved_reason: string | null;
  survey: string | null;
  survey_at: number | null;
  survey_agent: Named | null;
  rated: number | null;
  preview: { text: string; by: string; at: number } | null;
};

export const notStarted: Conversation = {
  id: "",
  site: "",
  visitor: { id: "", name: null },
  channel: "web",
  mode: "live",
  locale: null,
  test: false,
  page: null,
  status: "open",
  team: null,
  agent: null,
  tags: [],
  spam: false,
  started_at: 0,
  last_seq: 0,
  last_at: 0,
  queued_at: null,
  in_front: false,
  turn_at: null,
  spoke_at: null,
  visitor_seq: 0,
  reply_seq: 0,
  last_replier: null,
  said: [],
  known: [],
  visitor_read: 0,
  agent_read: 0,
  unread: 0,
  visitor_left_at: null,
  snoozed_until: null,
  resolved_at: null,
  resolved_reason: null,
  survey: null,
  survey_at: null,
  survey_agent: null,
  rated: null,
  preview: null,
};

type Changes = Partial<Conversation>;

export const replay = (timeline: readonly Event[]): Conversation => timeline.reduce(after, notStarted);

/** The conversation once `event` has happened; events that it need not know leave all but seq and time. */
export function after(now: Conversation, event: Event): Conversation {
  return { ...now, last_seq: event.seq, last_at: event.at, ...changes(now, event) };
}

/** Who must act next; null when it is not open. */
export function waiting(now: Conversation): "bot" | "queue" | "agent" | "visitor" | null {
  if (now.status !== "open") return null;
  if (now.queued_at !== null) return "queue";
  if (now.agent === null) return "bot";
  return now.turn_at !== null ? "agent" : "visitor";
}

/** A public text or file by an agent. Nothing else ever stops a visitor's clock. */
export function isHumanReply(event: Event): event is MessageSent {
  return (
    event.type === "message.sent" &&
    event.by.kind === "agent" &&
    event.public &&
    (event.kind === "text" || event.kind === "file")
  );
}

function changes(now: Conversation, event: Event): Changes {
  switch (event.type) {
    case "conversation.started":
      return {
        id: event.conversation ?? "",
        site: event.site,
        visitor: event.visitor,
        channel: event.channel,
        mode: event.mode,
        locale: event.locale,
        test: event.test,
        page: event.page,
        team: event.team,
        started_at: event.at,
      };
    case "message.sent":
      return message(now, event);
    case "queued":
      return queued(now, event);
    case "assigned":
      return { agent: event.agent, queued_at: null, in_front: false };
    case "unassigned":
      return { agent: null };
    case "transferred":
      return transferred(event);
    case "snoozed":
      return { status: "snoozed", snoozed_until: event.until };
    case "unsnoozed":
      return { status: "open", snoozed_until: null };
    case "resolved":
      return resolved(event);
    case "reopened":
      return { status: "open", resolved_at: null, resolved_reason: null, said: [] };
    case "visitor.identified":
    case "details.given":
      return identified(now, event);
    case "survey.sent":
      return { survey: event.survey, survey_at: event.at, survey_agent: now.last_replier };
    case "rated":
      return { rated: event.score };
    case "message.read":
      return read(now, event);
    case "visitor.left":
      return { visitor_left_at: event.since ?? event.at };
    case "visitor.returned":
      return { visitor_left_at: null };
    case "tagged":
      return { tags: event.tags };
    case "marked_spam":
      return { spam: true };
    case "unmarked_spam":
      return { spam: false };
    default:
      return {};
  }
}

function message(now: Conversation, event: MessageSent): Changes {
  if (!event.public) return {};
  if (event.by.kind === "bot") {
    return { spoke_at: event.at, ...(event.phrase ? { said: [...now.said, event.phrase] } : {}) };
  }
  const said: Changes = {
    preview: { text: event.text, by: event.by.kind, at: event.at },
    spoke_at: event.at,
  };
  if (event.by.kind === "visitor") {
    return { ...said, visitor_seq: event.seq, unread: now.unread + 1, turn_at: now.turn_at ?? event.at };
  }
  if (!isHumanReply(event) || !event.by.id) return said;
  const replier = { id: event.by.id, name: event.by.name };
  return { ...said, turn_at: null, reply_seq: event.seq, last_replier: replier, unread: 0 };
}

function queued(now: Conversation, event: Queued): Changes {
  return {
    queued_at: now.queued_at ?? event.at,
    in_front: now.in_front || event.reason === "agent_gone",
    agent: null,
    team: event.team ?? now.team,
  };
}

function transferred(event: Transferred): Changes {
  return event.team ? { team: event.to } : { agent: event.to, queued_at: null, in_front: false };
}

function resolved(event: Resolved): Changes {
  return {
    status: "resolved",
    resolved_at: event.at,
    resolved_reason: event.reason,
    queued_at: null,
    in_front: false,
    turn_at: null,
    snoozed_until: null,
    unread: 0,
  };
}

function identified(now: Conversation, event: VisitorIdentified | DetailsGiven): Changes {
  const given = [
    ...(event.name ? ["name"] : []),
    ...(event.email ? ["email"] : []),
    ...("phone" in event && event.phone ? ["phone"] : []),
  ];
  const known = [...new Set([...now.known, ...given])].sort();
  return event.name ? { known, visitor: { id: now.visitor.id, name: event.name } } : { known };
}

function read(now: Conversation, event: MessageRead): Changes {
  const upto = Math.min(event.upto ?? now.last_seq, now.last_seq);
  if (event.by.kind === "visitor") return { visitor_read: Math.max(now.visitor_read, upto) };
  const unread = upto >= now.visitor_seq ? 0 : now.unread;
  return { agent_read: Math.max(now.agent_read, upto), unread };
}
