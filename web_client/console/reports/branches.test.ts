import { describe, expect, it } from "vitest";
import { type Branch, ends, placeOf } from "./branches.ts";

const branch = (low: number, high: number): Branch => ({
  id: "wait",
  kpi: "frt",
  unit: "min",
  step: 1,
  mean: 0,
  sd: 1,
  effect: (low + high) / 2,
  ci: [low, high],
  standardised: 0,
  verdict: "unclear",
});

describe("the scale around no difference", () => {
  it("ends at a round number that holds every interval", () => {
    expect(ends([branch(-5.1, -0.9), branch(-1, 4)])).toBe(10);
    expect(ends([branch(-0.2, 0.9)])).toBe(1);
    expect(ends([branch(30, 47)])).toBe(50);
    expect(ends([])).toBe(1);
  });
  it("has no difference in the middle", () => {
    expect([placeOf(0, 10), placeOf(-10, 10), placeOf(5, 10), placeOf(99, 10)]).toEqual([50, 0, 75, 100]);
  });
});
