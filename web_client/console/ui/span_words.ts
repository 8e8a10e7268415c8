import { say } from "../words.ts";

/** In seconds. */
export const UNITS = { second: 1, minute: 60, hour: 3600, day: 86_400 } as const;
export type Unit = keyof typeof UNITS;
export const UNIT_NAMES = Object.keys(UNITS) as Unit[];

/** The largest unit of which it is a whole number. */
export const unitOf = (seconds: number): Unit =>
  UNIT_NAMES.findLast((unit) => seconds % UNITS[unit] === 0 && seconds >= UNITS[unit]) ?? "second";

/** "2 minutes", "1 day": in the unit that gives a whole number. */
export function spanWords(seconds: number): string {
  const unit = unitOf(seconds);
  return say(`span_${unit}`, { n: seconds / UNITS[unit] });
}

/** How long something has gone on, to the second below a minute, else to the minute; from ms. */
export function idleWords(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return spanWords(Math.max(1, seconds));
  if (seconds < 3600) return spanWords(60 * Math.floor(seconds / 60));
  return spanWords(3600 * Math.floor(seconds / 3600));
}
