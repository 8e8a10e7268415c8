import { expect, test } from "vitest";
import { stepped } from "./play.ts";

const MINUTE = 60_000;
const steps = {
  little: (at: number, forwards: boolean) => at + (forwards ? MINUTE : -MINUTE),
  much: (at: number, forwards: boolean) => at + (forwards ? 30 : -30) * MINUTE,
};
const by = (key: string, at: number) => stepped(key, at, 0, 100 * MINUTE, steps);

test("keys go by a little, by much, and to both ends, but never beyond them", () => {
  expect(["ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown"].map((key) => by(key, 50 * MINUTE))).toEqual(
    [51, 51, 49, 49].map((minute) => minute * MINUTE),
  );
  expect([by("PageUp", 50 * MINUTE), by("PageDown", 50 * MINUTE)]).toEqual([80 * MINUTE, 20 * MINUTE]);
  expect([by("Home", MINUTE), by("End", MINUTE)]).toEqual([0, 100 * MINUTE]);
  expect([by("PageUp", 90 * MINUTE), by("ArrowLeft", 0)]).toEqual([100 * MINUTE, 0]);
  expect([by("Tab", 0), by("a", 0)]).toEqual([null, null]);
});
