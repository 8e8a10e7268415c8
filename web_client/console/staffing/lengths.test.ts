import { describe, expect, it } from "vitest";
import { lengthWords, workOf } from "./lengths.ts";

const MINUTE = 60_000;
const shift = (from: number, to: number, kind: "work" | "off" = "work") => ({
  from: from * 60 * MINUTE,
  to: to * 60 * MINUTE,
  kind,
});

describe("the length of shifts", () => {
  it("is said to the minute", () => {
    const said = [8 * 60, 8 * 60 - 1, 30, 0].map((minutes) => lengthWords(minutes * MINUTE));
    expect(said).toEqual(["8 h", "7 h 59 min", "30 min", "0 h"]);
  });
  it("is without what is off within them, and loses nothing to what is off beside them", () => {
    const hours = (...shifts: ReturnType<typeof shift>[]) => workOf(shifts) / (60 * MINUTE);
    expect(hours(shift(9, 17), shift(12, 13, "off"))).toBe(7);
    expect(hours(shift(9, 17), shift(16, 20, "off"))).toBe(7);
    expect(hours(shift(9, 17), shift(33, 41, "off"))).toBe(8);
  });
});
