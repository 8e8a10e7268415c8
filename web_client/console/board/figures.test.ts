import { expect, test } from "vitest";
import { duration, type Figure, ofDays, placed, unitOf, withUnit } from "./figures.ts";

const figure = (more: Partial<Figure>): Figure => ({ id: "frt", value: 46, unit: "s", n: 142, ...more });

test("durations read in seconds, then minutes, then hours", () => {
  const shown = [0, 0.64, 9.96, 42.4, 99.4, 99.6, 192, 3599.6, 3600, 21_100].map((one) =>
    duration(one, "en"),
  );
  expect(shown).toEqual([
    "< 0.1 s",
    "0.6 s",
    "10 s",
    "42 s",
    "99 s",
    "1:40",
    "3:12",
    "1 h 00",
    "1 h 00",
    "5 h 52",
  ]);
});

test("shares have one decimal, counts none, means two", () => {
  expect(withUnit(87.87, "%", "en")).toBe("87.9 %");
  expect(withUnit(100, "%", "de")).toBe("100,0 %");
  expect(withUnit(1185, "count", "en")).toBe("1,185");
  expect(withUnit(2.345, unitOf("interactions", figure({ unit: "count" })), "en")).toBe("2.35");
  expect(withUnit(2, unitOf("interactions", figure({ unit: "count" })), "en")).toBe("2.00");
  expect(withUnit(2, unitOf("backlog", figure({ unit: "count" })), "en")).toBe("2");
  expect(withUnit(2, ofDays("count"), "en")).toBe("2.00");
  expect(withUnit(42, ofDays("s"), "en")).toBe("42 s");
});

test("the scale begins at zero, holds figure and interval, and a share's ends at 100", () => {
  expect(placed(figure({ ci: [39, 55] }))).toEqual({
    value: 61.333333333333336,
    low: 52,
    high: 73.33333333333333,
    end: 75,
  });
  expect(placed(figure({ value: 50, unit: "%", ci: [40, 60] }))).toMatchObject({ value: 50, end: 100 });
  expect(placed(figure({ value: null, ci: [39, 55] }))).toBeNull();
});
