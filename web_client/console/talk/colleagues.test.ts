import { expect, test } from "vitest";
import type { State } from "../../shared/state.ts";
import { type Colleague, targetsOf } from "./colleagues.ts";

const support = { id: "t_1", name: "Support" };
const billing = { id: "t_2", name: "Billing" };
const state = { team: support, agent: { id: "a_ada", name: "Ada" } } as State;
const colleague = (id: string, status: Colleague["status"], teams = [support]): Colleague => ({
  id,
  name: id,
  status,
  slots: 4,
  taken: 1,
  teams,
});

test("who is here stands first, then teams; neither oneself nor the owner is offered", () => {
  const colleagues = [
    colleague("a_cleo", "offline", [billing]),
    colleague("a_ben", "online"),
    colleague("a_ada", "online"),
  ];
  const targets = targetsOf(colleagues, state, { id: "a_ada", teams: [support] });
  expect(targets.map((one) => one.name)).toEqual(["a_ben", "a_cleo", "Billing", "Support"]);
  expect(targets.find((one) => one.back)?.name).toBe("Support");
});

test("a team is known from the conversation even when no colleague could be listed", () => {
  expect(targetsOf([], state, { id: "a_ben", teams: [] }).map((one) => one.to)).toEqual([{ team: "t_1" }]);
});
