import { expect, test } from "vitest";
import type { State } from "../../shared/state.ts";
import { newsOf } from "./news.ts";
import { counted, grouped, matches, maySee, repliesDue, steady } from "./shelf.ts";

const ada = { id: "a_ada", role: "agent", teams: [{ id: "t_1", name: "Support" }] };

const state = (id: string, more: Partial<State> = {}): State => ({
  id,
  site: "s_1",
  channel: "web",
  status: "open",
  waiting: "agent",
  visitor: { id: `v_${id}`, name: "Vera" },
  agent: { id: "a_ada", name: "Ada" },
  team: { id: "t_1", name: "Support" },
  last_seq: 3,
  started_at: 1000,
  waiting_since: 2000,
  ...more,
});

const idsOf = (groups: readonly { name: string; states: readonly State[] }[]) =>
  groups.map((group) => [group.name, group.states.map((one) => one.id)]);

test("Ada's own stand by who must act, and who waits longest stands first", () => {
  const states = [
    state("late", { waiting_since: 5000 }),
    state("early", { waiting_since: 3000 }),
    state("answered", { waiting: "visitor" }),
    state("asleep", { status: "snoozed", waiting: null }),
    state("bens", { agent: { id: "a_ben", name: "Ben" } }),
  ];
  expect(idsOf(grouped(states, "mine", ada))).toEqual([
    ["reply", ["early", "late"]],
    ["visitor", ["answered"]],
    ["snoozed", ["asleep"]],
  ]);
});

test("of those that wait for a reply, the one with the least time left stands first", () => {
  const owed = (deadlines: Record<string, number>) => ({
    sla: { policy: "p", deadlines, breached: [], paused: false },
  });
  const states = [
    state("unpromised", { waiting_since: 1000 }),
    state("later", { ...owed({ next_response: 9000, resolution: 1 }), waiting_since: 2000 }),
    state("sooner", { ...owed({ first_response: 8000 }), waiting_since: 3000 }),
  ];
  expect(idsOf(grouped(states, "mine", ada))).toEqual([["reply", ["sooner", "later", "unpromised"]]]);
});

test("the waiting ones are those in the queue, and all has a colleague's too", () => {
  const states = [
    state("queued", { waiting: "queue", agent: null }),
    state("bens", { agent: { id: "a_ben", name: "Ben" } }),
    state("gone", { status: "resolved", waiting: null }),
  ];
  expect(idsOf(grouped(states, "waiting", ada))).toEqual([["queue", ["queued"]]]);
  expect(idsOf(grouped(states, "all", ada))).toEqual([
    ["queue", ["queued"]],
    ["colleague", ["bens"]],
  ]);
  expect(counted(states, "all", ada)).toBe(2);
});

test("only what waits for Ada's own reply is counted as due", () => {
  const bens = state("bens", { agent: { id: "a_ben", name: "Ben" } });
  expect(repliesDue([state("one"), state("two", { waiting: "visitor" }), bens], ada)).toBe(1);
});

test("a conversation of another team leaves Ada's screen, her own stays, a supervisor sees it", () => {
  const other = { team: { id: "t_2", name: "Billing" } };
  expect(maySee(state("c", { ...other, agent: null }), ada)).toBe(false);
  expect(maySee(state("c", other), ada)).toBe(true);
  expect(maySee(state("c", { ...other, agent: null }), { ...ada, role: "supervisor" })).toBe(true);
});

test("search finds words anywhere, without accents and case", () => {
  const one = state("c", {
    visitor: { id: "v", name: "Lucía Ferrer" },
    preview: { text: "Where is the LABEL?", by: "visitor", at: 1 },
    tags: ["damaged"],
  });
  expect(matches(one, "lucia label")).toBe(true);
  expect(matches(one, "damag")).toBe(true);
  expect(matches(one, "lucia refund")).toBe(false);
  expect(matches(one, "  ")).toBe(true);
});

test("a list that somebody points at keeps its order; new ones come to the end, gone ones go", () => {
  const [a, b, c] = [state("a"), state("b"), state("c")];
  const before = [{ name: "reply" as const, states: [a, b] }];
  const next = [
    { name: "reply" as const, states: [c, b] },
    { name: "visitor" as const, states: [state("a", { waiting: "visitor" })] },
  ];
  expect(idsOf(steady(before, next))).toEqual([["reply", ["a", "b", "c"]]]);
  expect(idsOf(steady(before, [{ name: "reply", states: [b] }]))).toEqual([["reply", ["b"]]]);
});

test("Ada is called when she gets a conversation and when its visitor writes, and for nothing else", () => {
  const queued = state("c", { agent: null, waiting: "queue", unread: 1 });
  const hers = state("c", { unread: 1 });
  expect(newsOf(queued, hers, ada)?.kind).toBe("assigned");
  expect(newsOf(undefined, hers, ada)?.kind).toBe("assigned");
  expect(newsOf(hers, state("c", { unread: 2 }), ada)?.kind).toBe("message");
  expect(newsOf(hers, state("c", { unread: 0 }), ada)).toBeNull();
  expect(newsOf(undefined, queued, ada)).toBeNull();
  expect(newsOf(queued, state("c", { status: "resolved", waiting: null }), ada)).toBeNull();
});

test("the queue stands as the server serves it, and what has no place yet stands last", () => {
  const waits = (id: string, rank: number[] | null) =>
    state(id, { waiting: "queue", agent: null, queue_rank: rank });
  const states = [
    waits("new", null),
    waits("second", [-1, 1, 500, 500]),
    waits("back", [-1, 0, 900, 900]),
    waits("vip", [-2, 1, 800, 800]),
  ];
  expect(idsOf(grouped(states, "waiting", ada))).toEqual([["queue", ["vip", "back", "second", "new"]]]);
});

test("what is the first's to take rings once, at those who are online and could", () => {
  const rings = state("a", { waiting: "queue", agent: null, first_to_take: true, skills: ["returns"] });
  const able = { ...ada, status: "online", skills: { returns: 2 } };
  expect(newsOf(undefined, rings, able)?.kind).toBe("ring");
  expect(newsOf(rings, { ...rings, unread: 2 }, able)).toBeNull();
  expect(newsOf(undefined, rings, { ...able, skills: {} })).toBeNull();
  expect(newsOf(undefined, rings, { ...able, status: "away" })).toBeNull();
  expect(newsOf(undefined, rings, { ...able, teams: [] })).toBeNull();
});

test("what Ada is asked to take over stands first among hers, whoever's team it is, and calls her once", () => {
  const bens = {
    agent: { id: "a_ben", name: "Ben" },
    asked_colleague: { id: "a_ada", name: "Ada" },
    team: { id: "t_2", name: "Billing" },
  };
  const asked = state("bens", bens);
  expect(idsOf(grouped([state("own"), asked], "mine", ada))).toEqual([
    ["asked", ["bens"]],
    ["reply", ["own"]],
  ]);
  expect(maySee(asked, ada)).toBe(true);
  expect(maySee({ ...asked, asked_colleague: null }, ada)).toBe(false);
  expect(newsOf(undefined, asked, ada)?.kind).toBe("asked");
  expect(newsOf(asked, { ...asked, last_seq: 4 }, ada)).toBeNull();
});

test("each reminder of a visitor who waits calls her once", () => {
  const before = state("c");
  const nudged = state("c", { agent_nudged_at: 5000 });
  expect(newsOf(before, nudged, ada)?.kind).toBe("nudged");
  expect(newsOf(nudged, { ...nudged, last_seq: 9 }, ada)).toBeNull();
});
