import { locale } from "../words.ts";

const shown = (at: number, tz: string | undefined, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale.value, tz ? { ...options, timeZone: tz } : options).format(at);

/** "10:41:05" in that zone; the reader's own when it is left out. */
export const toTheSecond = (at: number, tz?: string): string => shown(at, tz, { timeStyle: "medium" });
export const toTheMinute = (at: number, tz?: string): string => shown(at, tz, { timeStyle: "short" });
/** "Monday 23 November" */
export const wholeDay = (at: number, tz?: string): string =>
  shown(at, tz, { weekday: "long", day: "numeric", month: "long", year: "numeric" });

/** "2026-11-23", that many days later. */
export function dayAfter(date: string, days: number): string {
  const at = Date.parse(`${date}T12:00:00Z`) + days * 86_400_000;
  return Number.isFinite(at) ? new Date(at).toISOString().slice(0, 10) : date;
}

/** The calendar day of an instant, where the reader is. */
export const dateOf = (at: number): string => {
  const day = new Date(at);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
};
