import { expect, test } from "vitest";
import { againstAll } from "./against.ts";
import { counted, decimalsOf, inCell, isFew, leftOut, range, shown } from "./formats.ts";
import type { Group } from "./kinds.ts";
import { unitOf } from "./registry.ts";

test("durations are seconds up to a hundred, then minutes, then hours; before a deadline they have a sign", () => {
  expect([42.4, 99.4, 192, 18_240, -192].map((one) => shown(one, "s", "en"))).toEqual([
    "42 s",
    "99 s",
    "3:12",
    "5 h 04",
    "−3:12",
  ]);
});

test("shares have one decimal where they stand alone and none in tables", () => {
  expect([shown(64.62, "%", "en"), shown(64.62, "%", "en", "table"), shown(7, "%", "de")]).toEqual([
    "64.6 %",
    "65 %",
    "7,0 %",
  ]);
});

test("points say which way they point, money has its cents, counts are grouped", () => {
  expect([shown(41, "points", "en"), shown(-3.25, "points", "en"), shown(0.04, "points", "en")]).toEqual([
    "+41.0",
    "−3.3",
    "0.0",
  ]);
  expect([shown(41, "points", "en", "table"), shown(75, "points", "en", "target")]).toEqual(["+41.0", "+75"]);
  expect([shown(3.1, "money", "en"), shown(1185, "count", "en"), shown(4.5, "score", "de")]).toEqual([
    "3.10",
    "1,185",
    "4,50",
  ]);
});

test("a mean of counts has two decimals also where they are zeros, but a target as many as it was given", () => {
  const means = [2, 2.4, 2.345].map((one) => shown(one, "mean", "en", "table"));
  expect(means).toEqual(["2.00", "2.40", "2.35"]);
  expect(range(1.9, 2, "mean", "en")).toBe("1.90–2.00");
  expect([2, 2.5].map((one) => shown(one, "mean", "en", "target"))).toEqual(["2", "2.5"]);
});

test("which counts are means is told by the figure: all that are not counted themselves, or of which a mean was asked", () => {
  const of = (id: string, options: string[] = []) => unitOf({ id, unit: "count", options });
  expect([of("interactions"), of("volume"), of("backlog"), of("backlog", ["mean"])]).toEqual([
    "mean",
    "count",
    "count",
    "mean",
  ]);
  expect(unitOf({ id: "frt", unit: "s", options: ["mean"] })).toBe("s");
});

test("what stands side by side has the decimals of the one that needs most", () => {
  const evenly = (values: number[], most: number) =>
    values.map((one) => counted(one, "en", decimalsOf(values, most)));
  expect(evenly([0, 0.5, 1], 2)).toEqual(["0.0", "0.5", "1.0"]);
  expect(evenly([37.54, 219], 1)).toEqual(["37.5", "219.0"]);
  expect(evenly([10, 20, 100], 2)).toEqual(["10", "20", "100"]);
  expect([decimalsOf([], 2), decimalsOf([2.04], 1), decimalsOf([-0.25], 2)]).toEqual([0, 0, 2]);
});

test("an interval says its unit once where both ends have it", () => {
  expect([range(39, 45, "s", "en"), range(62, 139, "s", "en"), range(62, 67, "%", "en")]).toEqual([
    "39–45 s",
    "62 s–2:19",
    "62–67 %",
  ]);
  expect(range(100, 100, "%", "en")).toBe("100 %");
});

test("few are fewer than thirty, unless the server knows better", () => {
  expect([isFew({ n: 29 }), isFew({ n: 30 }), isFew({ n: 400, low_n: true })]).toEqual([true, false, true]);
  expect(leftOut({ excluded: { spam: 28, closed_unanswered: 12 } })).toBe(40);
});

test("only an interval that leaves out the figure of all says that somebody differs", () => {
  const ben: Group = { key: "ben", value: 60, n: 200, ci: [52, 70] };
  expect(againstAll(ben, 42, "lower")).toEqual({ side: "higher", tone: "bad" });
  expect(againstAll(ben, 90, "lower")).toEqual({ side: "lower", tone: "good" });
  expect(againstAll(ben, 42, "higher")).toEqual({ side: "higher", tone: "good" });
  expect(againstAll(ben, 42, "neither")).toEqual({ side: "higher", tone: "" });
  expect(againstAll(ben, 55, "lower")).toEqual({ side: "same", tone: "" });
  expect(againstAll({ ...ben, n: 29 }, 42, "lower")).toBeNull();
  expect(againstAll({ ...ben, ci: null }, 42, "lower")).toBeNull();
});

test("a time is short enough for a cell of the week, however long it was", () => {
  const times = [7, 99.4, 224, 599.4, 599.6, 2_396, 3_569, 3_571, 108_000].map((one) =>
    inCell(one, "s", "en"),
  );
  expect(times).toEqual(["7", "99", "3:44", "9:59", "10′", "40′", "59′", "1 h", "30 h"]);
  expect([inCell(2, "mean", "en"), inCell(64.6, "%", "en")]).toEqual(["2.00", "65"]);
});
