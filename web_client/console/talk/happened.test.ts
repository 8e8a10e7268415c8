import { expect, test } from "vitest";
import type { Assigned, Event, NeedsSet, Prioritised, Queued, Routed } from "../../shared/protocol.ts";
import { happened } from "./happened.ts";
import { linesOf } from "./lines.ts";

const at = { conversation: "c_1", seq: 1, at: 1000, id: null };
const system = { kind: "system", id: null, name: null } as const;
const ada = { kind: "agent", id: "a_ada", name: "Ada" } as const;
const textOf = (event: Event) => happened(event as Parameters<typeof happened>[0], "a_ben")?.text;

test("what routing does stands in the timeline in words", () => {
  const raised: Prioritised = { ...at, by: system, type: "prioritised", priority: 2, reason: "tag:vip" };
  expect(textOf(raised)).toBe("Urgency: urgent, 2 (rule tag:vip)");
  expect(textOf({ ...raised, by: ada, reason: "chosen" })).toBe("Ada set the urgency: urgent, 2");
  expect(textOf({ ...raised, priority: 0, reason: "no_rule" })).toBe("Urgency: ordinary");
  const needs: NeedsSet = {
    ...at,
    by: ada,
    type: "needs.set",
    skills: ["returns", "billing"],
    language: null,
  };
  expect(textOf(needs)).toBe("Ada set what it needs: returns, billing");
  expect(textOf({ ...needs, skills: [] })).toBe("Ada lets anybody of the team have it");
  const sales = { id: "t_2", name: "Sales" };
  const queued: Queued = { ...at, by: system, type: "queued", team: sales, reason: "overflow" };
  expect(textOf(queued)).toBe("Went on to help from another team: Sales");
});

test("who got it is told once: with the reasons, where there are some", () => {
  const agent = { id: "a_ada", name: "Ada" };
  const routed: Routed = { ...at, by: system, type: "routed", agent, reasons: {}, names: null };
  const given: Assigned = { ...at, seq: 2, by: system, type: "assigned", agent, reason: "routed" };
  const kinds = (events: Event[]) =>
    linesOf(events, () => true).flatMap((line) => (line.kind === "happened" ? [line.event.type] : []));
  expect(kinds([routed, given])).toEqual(["routed"]);
  expect(kinds([given])).toEqual(["assigned"]);
  expect(kinds([routed, { ...given, agent: { id: "a_ben", name: "Ben" } }])).toEqual(["routed", "assigned"]);
});
