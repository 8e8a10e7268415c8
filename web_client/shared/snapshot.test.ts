import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { after, type Conversation, replay } from "./conversation.ts";
import { Log } from "./log.ts";
import type { Event } from "./protocol.ts";
import { later, stateNow } from "./snapshot.ts";
import type { State } from "./state.ts";

// A snapshot and what is heard later is the same as hearing everything, for every type of event.

const STORIES = join(import.meta.dirname, "../../tests/timelines");
const CONVERSATION = "c_story";

/** Every type, or it does not compile; true for those that visitors are told of. */
const TYPES = {
  "conversation.started": true,
  "message.sent": true,
  queued: true,
  handed_off: true,
  assigned: true,
  unassigned: true,
  transferred: true,
  snoozed: false,
  unsnoozed: false,
  resolved: true,
  reopened: true,
  "visitor.left": false,
  "visitor.returned": false,
  "visitor.identified": false,
  "details.given": false,
  "page.viewed": false,
  "survey.sent": true,
  rated: true,
  "message.read": true,
  "message.delivered": true,
  marked_spam: false,
  unmarked_spam: false,
  merged: false,
  tagged: false,
  watched: false,
  whispered: false,
  "sla.applied": false,
  "sla.due": false,
  "sla.warned": false,
  "sla.breached": false,
  "needs.set": false,
  prioritised: false,
  "wait.told": false,
  routed: false,
  offered: false,
  "offer.lapsed": false,
  "transfer.offered": false,
  "transfer.declined": false,
  nudged: false,
  "wrapup.ended": false,
  "agent.status": false,
} satisfies Record<Event["type"], boolean>;

const told: Event[] = readdirSync(STORIES)
  .filter((name) => name.endsWith(".json"))
  .flatMap((name) => JSON.parse(readFileSync(join(STORIES, name), "utf8")).events as Event[])
  .map((event) => ({ ...event, conversation: CONVERSATION }));
const [beginning] = told;

/** Any order of anything that happens in a story, numbered anew. It begins once, and nothing waits after its end. */
const middles = told.filter((event) => event.type !== "conversation.started");
const timeline: fc.Arbitrary<Event[]> = fc
  .array(fc.constantFrom(...middles), { maxLength: 30 })
  .map((events) => events.reduce<Event[]>(grown, [beginning as Event]));

function grown(events: Event[], event: Event): Event[] {
  const isOver = replay(events).status === "resolved";
  return isOver && /queued|snoozed/.test(event.type)
    ? events
    : [...events, { ...event, seq: events.length + 1 }];
}

/** In what order they come: each up to a few places late, some of them more than once. */
const arrivals = (events: readonly Event[]): fc.Arbitrary<Event[]> =>
  fc.array(fc.record({ late: fc.nat(6), again: fc.nat(9) }), { maxLength: 40 }).map((ways) =>
    events
      .flatMap((event, n) => {
        const { late = 0, again = 9 } = ways[n] ?? {};
        return again < 3
          ? [late, late + again].map((by) => ({ event, at: n + by }))
          : [{ event, at: n + late }];
      })
      .sort((a, b) => a.at - b.at)
      .map(({ event }) => event),
  );

const heard = timeline.chain((events) =>
  fc.record({ events: fc.constant(events), come: arrivals(events), cut: fc.nat(events.length) }),
);

function logOf(come: readonly Event[]): Log {
  const log = new Log(CONVERSATION);
  for (const event of come) log.add(event);
  return log;
}

test("every type of event that there is happens in a story", () => {
  const happened = new Set<string>(told.map((event) => event.type));
  const missing = Object.keys(TYPES).filter((type) => !happened.has(type));
  // An agent's own status belongs to no conversation.
  expect(missing).toEqual(["agent.status"]);
});

test("events that come late, twice or in another order fold as they happened", () => {
  fc.assert(
    fc.property(heard, ({ events, come }) => {
      expect(replay(logOf(come).events)).toEqual(replay(events));
    }),
  );
});

test("a snapshot taken anywhere and what is numbered after it fold as everything does", () => {
  fc.assert(
    fc.property(heard, ({ events, come, cut }) => {
      const before = replay(events.slice(0, cut));
      const rest = logOf(come).events.filter((event) => event.seq > before.last_seq);
      expect(rest.reduce(after, before)).toEqual(replay(events));
    }),
  );
});

test("what a visitor's screen shows is the same from any snapshot, whenever that comes", () => {
  fc.assert(
    fc.property(heard, ({ events, come, cut }) => {
      const seen = logOf(come).events.filter((event) => TYPES[event.type]);
      const snapshot = shown(replay(events.slice(0, cut)));
      expect(onScreen(stateNow(cut ? snapshot : null, seen), events)).toEqual(
        onScreen(stateNow(null, seen), events),
      );
      expect(onScreen(stateNow(cut ? snapshot : null, seen), events)).toEqual(
        onScreen(shown(replay(events)), events),
      );
    }),
  );
});

test("an older snapshot that comes late changes nothing", () => {
  const [old, young] = [2, 5].map((cut) => shown(replay(told.slice(0, cut)))) as [State, State];
  expect(later(young, old)).toBe(young);
  expect(later(old, young)).toBe(young);
  expect(later({ ...young, id: "another" }, old)).toBe(old);
});

/** As the server tells it (`for_visitor`): what the widget reads of it. */
function shown(now: Conversation): State {
  const waiting = now.status === "open" && now.queued_at !== null ? "queue" : null;
  return {
    id: now.id,
    site: now.site,
    channel: now.channel,
    status: now.status,
    waiting,
    visitor: now.visitor,
    agent: now.agent,
    team: now.team,
    last_seq: now.last_seq,
    started_at: now.started_at,
    waiting_since: now.queued_at,
  };
}

/** Nobody tells a visitor that his conversation is put off: to him it goes on. */
function onScreen(state: State | null, events: readonly Event[]) {
  const waits = state?.status !== "resolved" && state?.waiting === "queue" && !events.some(isSnooze);
  return {
    over: state?.status === "resolved",
    agent: state?.agent,
    team: state?.team,
    since: waits ? state?.waiting_since : null,
  };
}

const isSnooze = (event: Event) => event.type === "snoozed" || event.type === "unsnoozed";
