import { expect, test } from "vitest";
import { between, differing } from "./dates.ts";
import { editedOf, sentOf } from "./hours.ts";
import {
  anotherOf,
  copied,
  endsNextDay,
  hoursOf,
  type Interval,
  overlapping,
  usualWeek,
  weekOf,
} from "./week.ts";

const SPLIT: readonly Interval[] = [
  ["09:00", "12:30"],
  ["13:30", "17:00"],
];
const NIGHT: readonly Interval[] = [["18:00", "02:00"]];

test("hours survive being edited: closed days, nights, and several intervals", () => {
  const hours = { mon: SPLIT, fri: NIGHT };
  expect(hoursOf(weekOf(hours))).toEqual(hours);
  expect(weekOf(hours).sun).toEqual([]);
  expect(endsNextDay(["18:00", "02:00"])).toBe(true);
  expect(endsNextDay(["09:00", "12:30"])).toBe(false);
});

test("midnight is written as the clock of the browser can show it", () => {
  expect(weekOf({ mon: [["08:00", "24:00"]] }).mon).toEqual([["08:00", "00:00"]]);
  expect(Object.keys(hoursOf(usualWeek()))).toEqual(["mon", "tue", "wed", "thu", "fri"]);
});

test("who was always open begins with usual hours, and sends all that is set", () => {
  const edited = editedOf(null, "Europe/Oslo");
  expect(edited.always).toBe(true);
  expect(sentOf(edited)).toEqual({
    tz: "Europe/Oslo",
    hours: hoursOf(usualWeek()),
    holidays: [],
    holidays_of: null,
    worked: [],
    special: {},
  });
});

test("another interval comes an hour after the last, and never past midnight", () => {
  expect(anotherOf([])).toEqual(["09:00", "17:00"]);
  expect(anotherOf([["09:00", "12:00"]])).toEqual(["13:00", "17:00"]);
  expect(anotherOf([["20:00", "23:30"]])).toEqual(["23:00", "23:59"]);
});

test("a day is copied to others and to no more", () => {
  const week = copied(weekOf({ mon: SPLIT }), "mon", ["tue", "sun"]);
  expect(hoursOf(week)).toEqual({ mon: SPLIT, tue: SPLIT, sun: SPLIT });
});

test("times that overlap are found, across midnight and from Sunday into Monday too", () => {
  expect([...overlapping(weekOf({ mon: SPLIT, fri: NIGHT }))]).toEqual([]);
  expect([
    ...overlapping(
      weekOf({
        mon: [
          ["09:00", "13:00"],
          ["12:00", "14:00"],
        ],
      }),
    ),
  ]).toEqual(["mon"]);
  expect([...overlapping(weekOf({ fri: NIGHT, sat: [["01:00", "03:00"]] }))]).toEqual(["sat"]);
  expect([...overlapping(weekOf({ sun: NIGHT, mon: [["01:00", "03:00"]] }))]).toEqual(["mon"]);
  expect([...overlapping(weekOf({ sun: NIGHT, mon: [["02:00", "03:00"]] }))]).toEqual([]);
});

test("closed days that follow each other are one, days of the past none", () => {
  expect(between("2027-08-30", "2027-09-02")).toEqual([
    "2027-08-30",
    "2027-08-31",
    "2027-09-01",
    "2027-09-02",
  ]);
  expect(between("2027-08-30", "2027-08-29")).toEqual([]);
  expect(between("2027-08-30", "2029-08-30")).toEqual([]);
  const closed = ["2026-12-24", ...between("2027-03-27", "2027-03-30"), "2027-04-02"];
  expect(differing(closed, { "2027-03-29": SPLIT, "2026-01-01": NIGHT }, "2027-01-01")).toEqual([
    { from: "2027-03-27", to: "2027-03-30", times: null },
    { from: "2027-03-29", to: "2027-03-29", times: SPLIT },
    { from: "2027-04-02", to: "2027-04-02", times: null },
  ]);
});
