export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof DAYS)[number];
/** Local times, "09:00"; one that ends at or before its start ends on the next day. */
export type Interval = readonly [string, string];
export type Week = Record<Day, readonly Interval[]>;

const USUAL: Interval = ["09:00", "17:00"];
const A_DAY = 24 * 60; // minutes
const A_WEEK = 7 * A_DAY;

/** As it is edited: a browser's clock shows midnight as the beginning of a day. */
export function weekOf(hours: Partial<Week>): Week {
  const shown = ([from, to]: Interval): Interval => [from, to === "24:00" ? "00:00" : to];
  return Object.fromEntries(DAYS.map((day) => [day, (hours[day] ?? []).map(shown)])) as unknown as Week;
}

/** Without the days on which it is closed. */
export const hoursOf = (week: Week): Partial<Week> =>
  Object.fromEntries(DAYS.filter((day) => week[day].length).map((day) => [day, week[day]]));

export const usualWeek = (): Week =>
  weekOf(Object.fromEntries(DAYS.slice(0, 5).map((day) => [day, [USUAL]])));

/** Does it go on past midnight? */
export const endsNextDay = ([from, to]: Interval): boolean => to <= from;

/** One more of a day's intervals, an hour after the last one, or the usual one. */
export function anotherOf(intervals: readonly Interval[]): Interval {
  const last = intervals.at(-1);
  if (!last) return USUAL;
  const from = Math.min(minutes(last[1]) + 60, A_DAY - 60);
  return [clock(from), clock(Math.min(from + 240, A_DAY - 1))];
}

export const copied = (week: Week, from: Day, to: readonly Day[]): Week => ({
  ...week,
  ...Object.fromEntries(to.map((day) => [day, week[from]])),
});

/** The days with times that begin before others have ended, on that day or on the one before. */
export function overlapping(week: Week): Set<Day> {
  const all = DAYS.flatMap((day, number) =>
    week[day].map((interval) => {
      const begins = number * A_DAY + minutes(interval[0]);
      return { day, begins, ends: begins + length(interval) };
    }),
  ).sort((a, b) => a.begins - b.begins);
  const [first] = all;
  if (!first) return new Set();
  const round = [...all, { ...first, begins: first.begins + A_WEEK }];
  return new Set(
    round.filter((one, i) => i > 0 && one.begins < (round[i - 1]?.ends ?? 0)).map((one) => one.day),
  );
}

export function minutes(time: string): number {
  const [hours = 0, rest = 0] = time.split(":").map(Number);
  return hours * 60 + rest;
}

function length([from, to]: Interval): number {
  const long = minutes(to) - minutes(from);
  return long > 0 ? long : long + A_DAY;
}

function clock(at: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(at / 60))}:${two(at % 60)}`;
}
