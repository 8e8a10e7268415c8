// Written by ./dev generate from server/core/events.py: what goes over the wire. Change it there.

export type SenderKind = "visitor" | "bot" | "agent" | "system";
export type Sender = { kind: SenderKind; id: string | null; name: string | null };
export type Named = { id: string; name: string | null };
export type Page = { url: string; title: string | null; referrer: string | null };
export type Choice = { id: string; label: string };

export type Envelope = {
  conversation: string | null;
  seq: number;
  at: number;
  by: Sender;
  id: string | null;
};

export type ConversationStarted = Envelope & {
  type: "conversation.started";
  site: string;
  visitor: Named;
  team: Named | null;
  channel: string;
  origin: "visitor" | "agent" | "campaign" | "api";
  customer: string | null;
  mode: "live" | "offline";
  locale: string | null;
  skills: readonly string[];
  language: string | null;
  test: boolean;
  page: Page | null;
  address: string | null;
};
export type NeedsSet = Envelope & { type: "needs.set"; skills: readonly string[]; language: string | null };
export type Prioritised = Envelope & { type: "prioritised"; priority: number; reason: string };
export type MessageSent = Envelope & {
  type: "message.sent";
  kind: "text" | "file" | "form" | "auto_ack" | "greeting" | "campaign" | "note";
  public: boolean;
  text: string;
  choices: readonly Choice[];
  choice: string | null;
  ask: readonly string[];
  phrase: string | null;
};
export type Queued = Envelope & { type: "queued"; team: Named | null; reason: string };
export type HandedOff = Envelope & { type: "handed_off"; reason: string };
export type WaitTold = Envelope & {
  type: "wait.told";
  position: number;
  low: number;
  high: number | null;
  p10: number;
  p90: number;
};
export type Routed = Envelope & {
  type: "routed";
  agent: Named | null;
  reasons: Record<string, unknown>;
  names: Record<string, string> | null;
};
export type Assigned = Envelope & { type: "assigned"; agent: Named; reason: string };
export type Offered = Envelope & { type: "offered"; agent: Named; until: number };
export type OfferLapsed = Envelope & { type: "offer.lapsed"; agent: Named };
export type Unassigned = Envelope & { type: "unassigned"; agent: Named | null; reason: string };
export type TransferOffered = Envelope & {
  type: "transfer.offered";
  from: Named | null;
  to: Named;
  until: number;
  note: string | null;
};
export type TransferDeclined = Envelope & { type: "transfer.declined"; agent: Named; reason: string };
export type Transferred = Envelope & {
  type: "transferred";
  from: Named | null;
  to: Named;
  team: boolean;
  note: string | null;
};
export type Nudged = Envelope & { type: "nudged"; whom: "visitor" | "agent" };
export type Snoozed = Envelope & {
  type: "snoozed";
  reason: "waiting_visitor" | "waiting_third_party";
  until: number | null;
};
export type Unsnoozed = Envelope & { type: "unsnoozed" };
export type Resolved = Envelope & {
  type: "resolved";
  reason: "solved" | "inactive" | "abandoned" | "visitor_ended" | "spam" | "duplicate" | "merged";
};
export type Reopened = Envelope & { type: "reopened" };
export type VisitorLeft = Envelope & { type: "visitor.left"; since: number | null };
export type VisitorReturned = Envelope & { type: "visitor.returned" };
export type VisitorIdentified = Envelope & {
  type: "visitor.identified";
  customer: string;
  name: string | null;
  email: string | null;
  fields: Record<string, string> | null;
};
export type DetailsGiven = Envelope & {
  type: "details.given";
  name: string | null;
  email: string | null;
  phone: string | null;
  fields: Record<string, string> | null;
};
export type PageViewed = Envelope & { type: "page.viewed"; page: Page | null };
export type SurveySent = Envelope & {
  type: "survey.sent";
  kind: "csat" | "nps" | "ces" | "servqual" | "fcr";
  survey: string;
  scale: string;
};
export type Rated = Envelope & {
  type: "rated";
  kind: "csat" | "nps" | "ces" | "servqual" | "fcr";
  survey: string;
  scale: string;
  score: number | null;
  agent: Named | null;
  comment: string | null;
};
export type MessageRead = Envelope & { type: "message.read"; upto: number | null };
export type MessageDelivered = Envelope & { type: "message.delivered"; upto: number | null };
export type MarkedSpam = Envelope & { type: "marked_spam" };
export type UnmarkedSpam = Envelope & { type: "unmarked_spam" };
export type Merged = Envelope & { type: "merged"; into: string };
export type Tagged = Envelope & { type: "tagged"; tags: readonly string[] };
export type Watched = Envelope & { type: "watched" };
export type Whispered = Envelope & { type: "whispered"; to: Named | null; text: string };
export type SlaApplied = Envelope & {
  type: "sla.applied";
  policy: string;
  version: number;
  first_response: number | null;
  next_response: number | null;
  resolution: number | null;
  calendar: string | null;
  warn_before: number | null;
  pauses: boolean;
  deadlines: Record<string, number>;
};
export type SlaDue = Envelope & {
  type: "sla.due";
  target: "first_response" | "next_response" | "resolution";
  deadline: number;
};
export type SlaWarned = Envelope & {
  type: "sla.warned";
  target: "first_response" | "next_response" | "resolution";
  deadline: number;
};
export type SlaBreached = Envelope & {
  type: "sla.breached";
  target: "first_response" | "next_response" | "resolution";
  deadline: number;
};
export type WrapupEnded = Envelope & { type: "wrapup.ended"; agent: Named };
export type AgentStatus = Envelope & {
  type: "agent.status";
  agent: Named;
  status: "online" | "away" | "offline";
  reason: string;
  slots: number;
  note: string | null;
};

export type Event =
  | ConversationStarted
  | NeedsSet
  | Prioritised
  | MessageSent
  | Queued
  | HandedOff
  | WaitTold
  | Routed
  | Assigned
  | Offered
  | OfferLapsed
  | Unassigned
  | TransferOffered
  | TransferDeclined
  | Transferred
  | Nudged
  | Snoozed
  | Unsnoozed
  | Resolved
  | Reopened
  | VisitorLeft
  | VisitorReturned
  | VisitorIdentified
  | DetailsGiven
  | PageViewed
  | SurveySent
  | Rated
  | MessageRead
  | MessageDelivered
  | MarkedSpam
  | UnmarkedSpam
  | Merged
  | Tagged
  | Watched
  | Whispered
  | SlaApplied
  | SlaDue
  | SlaWarned
  | SlaBreached
  | WrapupEnded
  | AgentStatus;
