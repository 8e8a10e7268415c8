import type { Event, Named } from "./protocol.ts";

/** A conversation as the server tells it (PROTOCOL: state). Times in ms since the epoch, UTC. What is not
 * for visitors is absent on their side. */
export type State = {
  id: string;
  site: string;
  channel: string;
  status: "open" | "snoozed" | "resolved";
  waiting: "bot" | "queue" | "agent" | "visitor" | null;
  visitor: Named;
  agent: Named | null;
  team: Named | null;
  last_seq: number;
  started_at: number;
  waiting_since: number | null;
  queue_position?: number | null;
  tags?: readonly string[];
  priority?: number;
  skills?: readonly string[];
  language?: string | null;
  offered_until?: number | null;
  first_to_take?: boolean;
  /** The queue is served in the order of these. */
  queue_rank?: readonly number[] | null;
  unread?: number;
  mode?: "live" | "offline";
  locale?: string | null;
  visitor_left_at?: number | null;
  resolved_at?: number | null;
  resolved_reason?: string | null;
  snoozed_until?: number | null;
  asked_colleague?: Named | null;
  asked_until?: number | null;
  agent_nudged_at?: number | null;
  visitor_nudged_at?: number | null;
  /** What was promised and is still owed: deadlines in ms by target, and those that have passed. */
  sla?: {
    policy: string;
    deadlines: Readonly<Record<string, number>>;
    breached: readonly string[];
    paused: boolean;
  } | null;
  next_deadline?: number | null;
  rated?: number | null;
  rated_scale?: string | null;
  preview?: { text: string; by: string; at: number } | null;
};

/** What `catch_up`, `open` and `GET …/events` give: everything visible up to `upto`, or a first part. */
export type Part = { events: readonly Event[]; upto: number; more?: boolean };
