import type { Event } from "./protocol.ts";
import type { State } from "./state.ts";

/** A conversation's state as it was told, and what has happened since: the same, in whatever order and however
 * often the two came. `events` in the order of their numbers. */
export function stateNow(told: State | null, events: readonly Event[]): State | null {
  return events.reduce(
    (state, event) => (state && event.seq <= state.last_seq ? state : stateAfter(state, event)),
    told,
  );
}

/** Of two states of one conversation the later one; of two conversations the one told last. */
export function later(known: State | null, told: State): State {
  return known?.id === told.id && known.last_seq > told.last_seq ? known : told;
}

function stateAfter(before: State | null, event: Event): State | null {
  const state = event.type === "conversation.started" ? started(event) : before;
  return state && { ...state, ...changes(state, event), last_seq: event.seq };
}

function started(event: Event & { type: "conversation.started" }): State {
  return {
    id: event.conversation ?? "",
    site: event.site,
    channel: event.channel,
    status: "open",
    waiting: "bot",
    visitor: event.visitor,
    agent: null,
    team: event.team,
    last_seq: event.seq,
    started_at: event.at,
    waiting_since: null,
  };
}

function changes(state: State, event: Event): Partial<State> {
  switch (event.type) {
    case "queued":
      return {
        agent: null,
        team: event.team ?? state.team,
        waiting: "queue",
        waiting_since: state.waiting === "queue" ? state.waiting_since : event.at,
      };
    case "assigned":
      return { agent: event.agent, waiting: "agent", waiting_since: null };
    case "transferred":
      if (event.team) return { team: event.to };
      return { agent: event.to, waiting: "agent", waiting_since: null };
    case "unassigned":
      return { agent: null };
    case "resolved":
      return { status: "resolved", waiting: null, waiting_since: null };
    case "reopened":
      return { status: "open", waiting: state.waiting ?? (state.agent ? "agent" : "bot") };
    default:
      return {};
  }
}
