import { describe, expect, it } from "vitest";
import type { Cell, Day, Staffing } from "./kinds.ts";
import { csvOf, livelyTimes, sumsOf, timesOf, toneOf } from "./week.ts";
import { queryOf, wishOf } from "./wish.ts";

const cell = (more: Partial<Cell>): Cell =>
  ({
    date: "2026-03-09",
    time: "09:00",
    open: 30,
    basis: "cell",
    mean: 4,
    rostered: 2,
    needed: 3,
    gap: -1,
    ...more,
  }) as Cell;
const day = (more: Partial<Day>): Day => ({ mean: 100, low95: 80, high95: 120, level: 50, ...more }) as Day;
const week = (cells: Cell[], days: Day[]): Staffing => ({ minutes: 30, cells, days }) as unknown as Staffing;

describe("a week of staffing", () => {
  it("misses people where there are too few, whatever there is elsewhere", () => {
    const found = sumsOf(week([cell({}), cell({ gap: 5 }), cell({ gap: -2.5 }), cell({ gap: null })], []));
    expect([found.short, found.known, found.missing]).toEqual([2, 3, 1.75]);
  });
  it("adds up means, and the squares of what they may be off by", () => {
    const found = sumsOf(
      week([], [day({}), day({ mean: 300, high95: 315, level: 90 }), day({ mean: null })]),
    );
    expect([found.mean, found.low, found.high]).toEqual([400, 375, 425]);
    expect(found.level).toBe(80);
  });
  it("says nothing where nothing is known", () => {
    expect(sumsOf(week([cell({ gap: null })], [day({ mean: null })]))).toMatchObject({
      mean: null,
      level: null,
    });
  });
  it("tints by what is missing, and else by how much there is", () => {
    expect([-3, -1, 0, 2].map((gap) => toneOf(cell({ gap }), "gap", 0))).toEqual([
      "short2",
      "short1",
      "even",
      "over",
    ]);
    expect([1, 5, 10].map((needed) => toneOf(cell({ needed }), "needed", 10))).toEqual(["h1", "h3", "h5"]);
    expect(toneOf(cell({ level: null }), "level", 0)).toBe("none");
  });
  it("knows its times of day in order, and is a table with a line a cell", () => {
    const staffing = week([cell({ time: "10:30" }), cell({}), cell({ time: "10:30" })], []);
    expect(timesOf(staffing)).toEqual(["09:00", "10:30"]);
    expect(csvOf(staffing).split("\r\n")).toHaveLength(5);
  });
  it("begins and ends, where it never closes, with the first and the last half hour of anybody", () => {
    const dead = { mean: 0, came: 0, needed: 0, rostered: 0 };
    const quiet = Array.from({ length: 48 }, (_, half) =>
      cell({ ...dead, time: `${String(half >> 1).padStart(2, "0")}:${half % 2 ? "30" : "00"}` }),
    );
    const with_ = (...more: Partial<Cell>[]) => livelyTimes(week([...quiet, ...more.map(cell)], []));
    expect(livelyTimes(week(quiet, []))).toHaveLength(48);
    const found = with_({ ...dead, time: "07:30", rostered: 1 }, { ...dead, time: "09:00", came: 2 });
    expect(found).toEqual(["07:30", "08:00", "08:30", "09:00"]);
    expect(with_({ ...dead, time: "23:30", mean: 0.1 })).toEqual(["23:30"]);
    const opens = week([cell({ ...dead, time: "08:00" }), cell({ time: "09:00" })], []);
    expect(livelyTimes(opens)).toEqual(["08:00", "09:00"]);
  });
});

describe("what is asked for", () => {
  it("is the address without what is usual, and back", () => {
    const query = "week=2026-03-02&team=t1&target=90&within=30&slots=2&shrinkage=25&model=factor&level=1";
    expect(queryOf(wishOf(new URLSearchParams(query), "2026-03-11"))).toBe(query);
    expect(queryOf(wishOf(new URLSearchParams(), "2026-03-11"), "2026-03-11")).toBe("");
  });
  it("is as usual where the address makes no sense", () => {
    const wish = wishOf(new URLSearchParams("week=soon&target=0&slots=x"), "2026-03-11");
    expect([wish.week, wish.target, wish.slots]).toEqual(["2026-03-09", 80, null]);
  });
});
