import { type LocalDate, ofWeek, plusDays, utc } from "../dates.ts";
import type { Group } from "../kinds.ts";

/** One bucket of time as it is drawn; `value` null: nothing happened, so there is a gap, never a zero. */
export type Point = {
  key: string;
  label: string;
  value: number | null;
  low: number | null;
  high: number | null;
  n: number;
};

/** The first day of a bucket: 2026-11-10, 2026-W46, 2026-11. */
export function firstDay(key: string): LocalDate {
  if (key.includes("-W")) return ofWeek(key);
  return key.length === 7 ? `${key}-01` : key;
}

/** The last one. */
export function lastDay(key: string): LocalDate {
  const first = firstDay(key);
  if (key.includes("-W")) return plusDays(first, 6);
  return key.length === 7 ? plusDays(`${plusDays(first, 31).slice(0, 7)}-01`, -1) : first;
}

export function bucketLabel(key: string, locale: string, long = false): string {
  const named = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
  if (key.length === 7 && !key.includes("W"))
    return named({ month: long ? "long" : "short", year: "numeric" }).format(utc(firstDay(key)));
  const day = named({ day: "numeric", month: "short", ...(long ? { weekday: "short" } : {}) });
  if (!key.includes("-W") || !long) return day.format(utc(firstDay(key)));
  return named({ day: "numeric", month: "short" }).formatRange(utc(firstDay(key)), utc(lastDay(key)));
}

export const pointsOf = (groups: readonly Group[], locale: string): Point[] =>
  groups.map((group) => ({
    key: String(group.key),
    label: bucketLabel(String(group.key), locale, true),
    value: group.value,
    low: group.ci?.[0] ?? null,
    high: group.ci?.[1] ?? null,
    n: group.n,
  }));

/** Buckets of which each has a figure, and that follow one another: only these are joined. */
export function runsOf(points: readonly Point[]): { first: number; last: number }[] {
  const runs: { first: number; last: number }[] = [];
  for (const [place, point] of points.entries()) {
    if (point.value === null) continue;
    const last = runs.at(-1);
    if (last && last.last === place - 1) last.last = place;
    else runs.push({ first: place, last: place });
  }
  return runs;
}

/** Which buckets are named under the axis, when so many names have room: Mondays of days, else evenly. */
export function named(points: readonly Point[], room: number): number[] {
  const isDay = points[0]?.key.length === 10;
  const mondays = points.flatMap((point, place) =>
    isDay && new Date(utc(point.key)).getUTCDay() === 1 ? [place] : [],
  );
  const candidates = isDay && points.length > 10 ? mondays : points.map((_, place) => place);
  const step = Math.max(1, Math.ceil(candidates.length / Math.max(1, room)));
  return candidates.filter((_, place) => place % step === 0);
}
