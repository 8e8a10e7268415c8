import fc from "fast-check";
import { expect, test } from "vitest";
import {
  bucketFor,
  bucketsOf,
  dateAt,
  daysOf,
  isDate,
  lengthOf,
  monday,
  ofWeek,
  plusDays,
  weekOf,
} from "./dates.ts";

const dates = fc
  .integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2060, 0, 1) })
  .map((at) => new Date(at).toISOString().slice(0, 10));

test("a preset is the days that it says, as they are today", () => {
  const today = "2026-03-04"; // a Wednesday
  expect(daysOf("today", today)).toEqual({ from: today, to: today });
  expect(daysOf("yesterday", today)).toEqual({ from: "2026-03-03", to: "2026-03-03" });
  expect(daysOf("28d", today)).toEqual({ from: "2026-02-05", to: today });
  expect(daysOf("last_week", today)).toEqual({ from: "2026-02-23", to: "2026-03-01" });
  expect(daysOf("this_month", today)).toEqual({ from: "2026-03-01", to: today });
  expect(daysOf("last_month", today)).toEqual({ from: "2026-02-01", to: "2026-02-28" });
  expect(lengthOf(daysOf("365d", today))).toBe(365);
});

test("the day is that of the report's zone, not the reader's", () => {
  const at = Date.UTC(2026, 10, 28, 23, 30);
  expect([dateAt(at, "UTC"), dateAt(at, "Europe/Rome")]).toEqual(["2026-11-28", "2026-11-29"]);
});

test("only dates of the calendar are dates", () => {
  expect(["2026-02-28", "2024-02-29"].every(isDate)).toBe(true);
  expect(["2026-02-29", "2026-13-01", "26-01-01", "", "2026-1-1"].some(isDate)).toBe(false);
});

test("weeks are the calendar's: from Monday, the first one holds the 4th of January", () => {
  expect([weekOf("2026-01-01"), weekOf("2027-01-03"), weekOf("2026-03-11")]).toEqual([
    "2026-W01",
    "2026-W53",
    "2026-W11",
  ]);
  fc.assert(
    fc.property(dates, (date) => {
      expect(ofWeek(weekOf(date))).toBe(monday(date));
    }),
  );
});

test("a period's buckets follow one another and leave nothing out", () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: 0, max: 400 }), (from, more) => {
      const days = { from, to: plusDays(from, more) };
      expect(bucketsOf(days, "day")).toHaveLength(more + 1);
      for (const bucket of ["week", "month"] as const) {
        const names = bucketsOf(days, bucket);
        expect([...names].sort()).toEqual(names);
        expect(names).toContain(bucket === "week" ? weekOf(days.to) : days.to.slice(0, 7));
      }
    }),
  );
});

test("long periods are cut into longer buckets", () => {
  const over = (days: number) => bucketFor({ from: "2026-01-01", to: plusDays("2026-01-01", days - 1) });
  expect([over(28), over(120), over(121), over(731), over(1000)]).toEqual([
    "day",
    "day",
    "week",
    "week",
    "month",
  ]);
});
