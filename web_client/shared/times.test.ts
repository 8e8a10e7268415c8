import { afterEach, expect, test, vi } from "vitest";
import { moment } from "./times.ts";
import { isOpenAt } from "./turns.ts";

const at = (text: string) => Date.parse(text);
afterEach(() => vi.unstubAllEnvs());

/** In the reader's zone: Node reads it anew at each use. */
function when(zone: string, opens: string, now: string, offset?: number): string {
  vi.stubEnv("TZ", zone);
  return moment(at(opens), at(now), { locale: "en-GB" }, offset);
}

test("the time alone today, the weekday within a week, the date after that", () => {
  expect(when("Europe/Berlin", "2027-03-24T16:00Z", "2027-03-24T06:00Z")).toBe("17:00");
  expect(when("Europe/Berlin", "2027-03-25T08:00Z", "2027-03-24T18:00Z")).toMatch(/^Thursday.*09:00$/);
  expect(when("Europe/Berlin", "2027-04-01T07:00Z", "2027-03-24T18:00Z")).toMatch(/^1 April.*9:00$/);
});

test("16: nine o'clock stays nine o'clock across the change of the clocks", () => {
  expect(when("Europe/Berlin", "2027-03-29T07:00Z", "2027-03-26T17:00Z", 120)).toMatch(/^Monday.*09:00$/);
  expect(when("Europe/Berlin", "2027-11-01T08:00Z", "2027-10-29T16:00Z", 60)).toMatch(/^Monday.*09:00$/);
});

test("where the reader's clocks go otherwise than the site's, his zone is named", () => {
  expect(when("America/New_York", "2027-03-29T07:00Z", "2027-03-26T17:00Z", 120)).toMatch(
    /^Monday.*03:00.*\S$/,
  );
  expect(when("America/New_York", "2027-03-29T07:00Z", "2027-03-26T17:00Z", 120)).toMatch(/(GMT-4|EDT)$/);
  expect(when("Europe/Rome", "2027-03-29T07:00Z", "2027-03-26T17:00Z", 120)).toMatch(/09:00$/);
});

test("what is told of hours holds until they turn, and after they have turned", () => {
  const open = { open: true, closes_at: 100, opens_at: 200 };
  expect([99, 100, 199, 200].map((now) => isOpenAt(open, now))).toEqual([true, false, false, true]);
  expect([99, 200].map((now) => isOpenAt({ open: false, opens_at: 200 }, now))).toEqual([false, true]);
  expect([isOpenAt({ open: true }, 9), isOpenAt({ open: false }, 9)]).toEqual([true, false]);
});
