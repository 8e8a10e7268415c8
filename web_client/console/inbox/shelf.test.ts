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
