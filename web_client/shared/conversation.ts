// The twin of server/core/conversation.py: the same stories give the same state (tests/timelines).

import { applied, type Promised, promisedAfter } from "./promised.ts";
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
  priority: number;
  priority_reason: string | null;
  skills: readonly string[];
  language: string | null;
  assigned_at: number | null;
  offered_until: number | null;
  passed: readonly string[];
  asked_colleague: Named | null;
  asked_until: number | null;
  wait_told_at: number | null;
  visitor_nudged_at: number | null;
  agent_nudged_at: number | null;
  turn_at: number | null;
  wrote_at: number | null;
  turns: number;
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
  woken_at: number | null;
  resolved_at: number | null;
  resolved_reason: string | null;
  resolved_count: number;
  sla: Promised | null;
  survey: string | null;
  survey_at: number | null;
  survey_agent: Named | null;
  survey_scale: string;
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
  priority: 0,
  priority_reason: null,
  skills: [],
  language: null,
  assigned_at: null,
  offered_until: null,
  passed: [],
  asked_colleague: null,
  asked_until: null,
  wait_told_at: null,
  visitor_nudged_at: null,
  agent_nudged_at: null,
  turn_at: null,
  wrote_at: null,
  turns: 0,
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
  woken_at: null,
  resolved_at: null,
  resolved_reason: null,
  resolved_count: 0,
  sla: null,
  survey: null,
  survey_at: null,
  survey_agent: null,
  survey_scale: "1-5",
  rated: null,
  preview: null,
};

type Changes = Partial<Conversation>;

export const replay = (timeline: readonly Event[]): Conversation => timeline.reduce(after, notStarted);

/** The conversation once `event` has happened; events that it need not know leave all but seq and time. */
export function after(now: Conversation, event: Event): Conversation {
  const owed = now.sla && { sla: promisedAfter(now.sla, event, now.turn_at !== null) };
  return { ...now, last_seq: event.seq, last_at: event.at, ...owed, ...changes(now, event) };
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
        skills: event.skills,
        language: event.language,
        started_at: event.at,
      };
    case "message.sent":
      return message(now, event);
    case "queued":
      return queued(now, event);
    case "assigned":
      return given(event.agent, event.at);
    case "offered":
      return { offered_until: event.until };
    case "offer.lapsed":
      return { offered_until: null, passed: [...new Set([...now.passed, event.agent.id])] };
    case "unassigned":
      return { ...nobodys, ...notAsked };
    case "transfer.offered":
      return { asked_colleague: event.to, asked_until: event.until };
    case "transfer.declined":
      return notAsked;
    case "needs.set":
      return { skills: event.skills, language: event.language };
    case "prioritised":
      return { priority: event.priority, priority_reason: event.reason };
    case "sla.applied": {
      const wanted = now.queued_at !== null || now.agent !== null || now.reply_seq > 0;
      return { sla: applied(event, wanted || now.sla?.wanted === true, now.sla) };
    }
    case "wait.told":
      return { wait_told_at: event.at };
    case "nudged":
      return event.whom === "visitor" ? { visitor_nudged_at: event.at } : { agent_nudged_at: event.at };
    case "transferred":
      return transferred(event);
    case "snoozed":
      return { status: "snoozed", snoozed_until: event.until };
    case "unsnoozed":
      return { status: "open", snoozed_until: null, woken_at: event.at };
    case "resolved":
      return resolved(now, event);
    case "reopened":
      return { status: "open", woken_at: event.at, resolved_at: null, resolved_reason: null, said: [] };
    case "visitor.identified":
    case "details.given":
      return identified(now, event);
    case "survey.sent":
      return {
        survey: event.survey,
        survey_at: event.at,
        survey_agent: now.last_replier,
        survey_scale: event.scale,
      };
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
    const counted = { visitor_seq: event.seq, unread: now.unread + 1, visitor_nudged_at: null };
    const turn = now.turn_at === null ? { turn_at: event.at, turns: now.turns + 1 } : {};
    return { ...said, ...counted, ...turn, wrote_at: now.wrote_at ?? event.at };
  }
  if (!isHumanReply(event) || !event.by.id) return said;
  const replier = { id: event.by.id, name: event.by.name };
  const answered = { turn_at: null, reply_seq: event.seq, last_replier: replier, unread: 0 };
  return { ...said, ...answered, offered_until: null, agent_nudged_at: null, visitor_nudged_at: null };
}

const nobodys: Changes = { agent: null, assigned_at: null, offered_until: null, agent_nudged_at: null };
const notAsked: Changes = { asked_colleague: null, asked_until: null };

function queued(now: Conversation, event: Queued): Changes {
  return {
    ...nobodys,
    ...notAsked,
    queued_at: now.queued_at ?? event.at,
    wait_told_at: now.queued_at === null ? null : now.wait_told_at,
    in_front: now.in_front || event.reason === "agent_gone" || event.reason === "unanswered",
    team: event.team ?? now.team,
  };
}

const given = (agent: Named, at: number): Changes => ({
  ...nobodys,
  ...notAsked,
  agent,
  assigned_at: at,
  queued_at: null,
  in_front: false,
});

function transferred(event: Transferred): Changes {
  return event.team ? { ...notAsked, team: event.to } : given(event.to, event.at);
}

function resolved(now: Conversation, event: Resolved): Changes {
  return {
    status: "resolved",
    resolved_at: event.at,
    resolved_reason: event.reason,
    resolved_count: now.resolved_count + 1,
    queued_at: null,
    in_front: false,
    turn_at: null,
    snoozed_until: null,
    unread: 0,
    offered_until: null,
    passed: [],
    agent_nudged_at: null,
    visitor_nudged_at: null,
    ...notAsked,
  };
}

function identified(now: Conversation, event: VisitorIdentified | DetailsGiven): Changes {
  const given = [
    ...(event.name ? ["name"] : []),
    ...(event.email ? ["email"] : []),
    ...("phone" in event && event.phone ? ["phone"] : []),
    ...("customer" in event && event.customer ? ["customer"] : []),
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
