import { expect, test } from "vitest";
import type { State } from "../../shared/state.ts";
import { type Colleague, targetsOf, usualOf } from "./colleagues.ts";

const support = { id: "t_1", name: "Support" };
const billing = { id: "t_2", name: "Billing" };
const state = { team: support, agent: { id: "a_ada", name: "Ada" } } as State;
const colleague = (id: string, status: Colleague["status"], teams = [support], taken = 1): Colleague => ({
  id,
  name: id,
  status,
  slots: 4,
  taken,
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

test("who has a free slot is chosen before who is full, and a queue before who is full or away", () => {
  const [full, free] = [colleague("a_ben", "online", [support], 4), colleague("a_cleo", "online")];
  const away = colleague("a_dana", "away");
  const ada = { id: "a_ada", teams: [support] };
  const targets = targetsOf([full, away, free], state, ada);
  expect(targets.map((one) => one.name)).toEqual(["a_cleo", "a_ben", "a_dana", "Support"]);
  expect(usualOf(targets)).toEqual({ agent: "a_cleo" });
  expect(usualOf(targetsOf([full, away], state, ada))).toEqual({ team: "t_1" });
  expect(usualOf([])).toBe(null);
});
