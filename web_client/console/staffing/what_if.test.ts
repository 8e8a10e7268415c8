import { describe, expect, it } from "vitest";
import { changeOf, isNothing, USUAL } from "./what_if.ts";

const TEAMS = [{ id: "t1", name: "Support" }];

describe("what is changed", () => {
  it("is nothing while the form is as usual", () => {
    expect(changeOf(USUAL, "UTC", TEAMS)).toEqual({});
    expect(isNothing(USUAL)).toBe(true);
    expect(isNothing({ ...USUAL, policy: "pull" })).toBe(false);
  });
  it("names only what is other than it was", () => {
    const draft = {
      ...USUAL,
      arrivals: 120,
      slots: 3,
      count: 2,
      policy: "pull",
      without: ["a"],
      by_roster: true,
    };
    expect(changeOf(draft, "UTC", TEAMS)).toEqual({
      arrivals: 1.2,
      slots: 3,
      extra: [{ count: 2, from: "09:00", to: "17:00", slots: 3 }],
      rules: { t1: { policy: "pull" } },
      without: ["a"],
      by_roster: true,
    });
  });
  it("has hours only with an opening and a closing", () => {
    expect(changeOf({ ...USUAL, opens: "08:00" }, "UTC", TEAMS)).toEqual({});
    const change = changeOf({ ...USUAL, opens: "08:00", closes: "20:00" }, "Europe/Rome", TEAMS);
    expect(change).toMatchObject({ hours: { tz: "Europe/Rome", hours: { sun: [["08:00", "20:00"]] } } });
  });
});
