import { locale } from "../../words.ts";
import type { Differing } from "./dates.ts";
import { DAYS, type Day } from "./week.ts";

const MONDAY = Date.UTC(2024, 0, 1);
const A_DAY = 86_400_000; // ms

const shown = (at: number, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale.value, { ...options, timeZone: "UTC" }).format(at);

/** "Monday" */
export const dayName = (day: Day): string => shown(MONDAY + DAYS.indexOf(day) * A_DAY, { weekday: "long" });

/** "Thu, 24 Dec 2026" */
export const dateShown = (date: string): string =>
  shown(Date.parse(date), { weekday: "short", day: "numeric", month: "short", year: "numeric" });

/** "3 – 7 Aug 2026", as the reader's language joins dates. */
export function datesShown({ from, to }: Pick<Differing, "from" | "to">): string {
  if (from === to) return dateShown(from);
  const dates = new Intl.DateTimeFormat(locale.value, { dateStyle: "medium", timeZone: "UTC" });
  return dates.formatRange(Date.parse(from), Date.parse(to));
}
