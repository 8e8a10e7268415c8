export const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Day = (typeof DAYS)[number];
export type Interval = readonly [string, string];
/** Hours as the server keeps them: local times; an interval that ends at or before its start ends on the
 * next day. */
export type Hours = {
  tz: string;
  hours: Partial<Record<Day, readonly Interval[]>>;
  holidays: readonly string[];
};
/** One interval a weekday is edited; `more` are others that came from elsewhere, and are kept. */
export type DayEdited = { open: boolean; from: string; to: string; more: readonly Interval[] };
export type Week = Record<Day, DayEdited>;

const USUAL: Interval = ["09:00", "17:00"];

export function weekOf(hours: Hours["hours"]): Week {
  return Object.fromEntries(DAYS.map((day) => [day, dayOf(hours[day] ?? [])])) as Week;
}

export function hoursOf(week: Week): Hours["hours"] {
  const open = DAYS.filter((day) => week[day].open);
  return Object.fromEntries(open.map((day) => [day, [[week[day].from, week[day].to], ...week[day].more]]));
}

export const newHours = (tz: string): Hours => ({
  tz,
  hours: Object.fromEntries(DAYS.slice(0, 5).map((day) => [day, [USUAL]])),
  holidays: [],
});

/** Does the day go on past midnight? */
export const endsNextDay = (day: DayEdited): boolean => day.open && day.to <= day.from;

function dayOf(intervals: readonly Interval[]): DayEdited {
  const [first, ...more] = intervals;
  const [from, to] = first ?? USUAL;
  return { open: first !== undefined, from, to: to === "24:00" ? "00:00" : to, more };
}
