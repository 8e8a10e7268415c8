import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketLabel, firstDay, lastDay, named, type Point, runsOf } from "./buckets.ts";
import { hoursOf } from "./heat.tsx";
import { endOf, levelsOf, placeOn, scaleOf } from "./scale.ts";

const point = (key: string, value: number | null): Point => ({
  key,
  label: key,
  value,
  low: null,
  high: null,
  n: 1,
});

test("a scale begins at zero, or below it for what lies below, and ends on a line", () => {
  expect(scaleOf(0, 107, "s")).toEqual({ low: 0, high: 120, ticks: [0, 30, 60, 90, 120] });
  expect(scaleOf(0, 0.3, "count").ticks).toEqual([0, 0.1, 0.2, 0.3]);
  expect(scaleOf(-40, 25, "points").low).toBe(-40);
});

test("whatever there is, every value lies on its scale and lines are few", () => {
  const some = fc.array(
    fc.integer({ min: -1e6, max: 1e9 }).map((ms) => ms / 1000),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(some, fc.constantFrom("s" as const, "count" as const), (values, unit) => {
      const scale = scaleOf(Math.min(...values), Math.max(...values), unit);
      expect(scale.ticks.length).toBeLessThanOrEqual(8);
      expect(scale.low).toBeLessThanOrEqual(Math.max(Math.min(...values, 0) + 1e-6, scale.low));
      expect(scale.high).toBeGreaterThanOrEqual(Math.max(...values) * (1 - 1e-9));
      for (const value of values) expect(placeOn(scale, value)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test("wide intervals and a few far values do not flatten all others", () => {
  expect(endOf([40, 50, 60], [70, 80, 9000])).toBe(108);
  expect(endOf([40, 45, 50, 55, 60, 65, 2400], [])).toBe(130);
  expect(endOf([40, 50, 2400], [])).toBe(2400);
});

test("levels are numbers that one can say, and rise", () => {
  const levels = levelsOf([31, 38, 42, 47, 58, 66, 79, 83, 36, 54]);
  expect(levels).toEqual([...levels].sort((a, b) => a - b));
  expect(levels.length).toBeLessThanOrEqual(4);
  expect(levelsOf([5, 5, 5])).toEqual([]);
});

test("days are joined only when adjacent: a closed day is a gap, never a zero", () => {
  const days = [3, 4, null, 5, null, null, 6, 7].map((value, day) => point(`2026-11-0${day + 1}`, value));
  expect(runsOf(days)).toEqual([
    { first: 0, last: 1 },
    { first: 3, last: 3 },
    { first: 6, last: 7 },
  ]);
});

test("a bucket knows its first and its last day", () => {
  expect([firstDay("2026-11-10"), lastDay("2026-11-10")]).toEqual(["2026-11-10", "2026-11-10"]);
  expect([firstDay("2026-W46"), lastDay("2026-W46")]).toEqual(["2026-11-09", "2026-11-15"]);
  expect([firstDay("2026-02"), lastDay("2026-02")]).toEqual(["2026-02-01", "2026-02-28"]);
  expect([bucketLabel("2026-11-10", "en-GB", true), bucketLabel("2026-02", "en-GB", true)]).toEqual([
    "Tue 10 Nov",
    "February 2026",
  ]);
});

test("under many days stand the Mondays, as many as have room", () => {
  const days = Array.from({ length: 28 }, (_, day) =>
    point(`2026-11-${String(day + 1).padStart(2, "0")}`, 1),
  );
  expect(named(days, 9).map((place) => days[place]?.key)).toEqual([
    "2026-11-02",
    "2026-11-09",
    "2026-11-16",
    "2026-11-23",
  ]);
  expect(named(days, 2)).toHaveLength(2);
});

test("the heat map reaches from the first hour with a case to the last", () => {
  const cell = (hour: number, value: number | null) => ({ key: ["mon", hour], value, n: 1 });
  expect(hoursOf([cell(3, null), cell(9, 4), cell(12, 5)])).toEqual([9, 10, 11, 12]);
  expect(hoursOf([])).toEqual([]);
});
