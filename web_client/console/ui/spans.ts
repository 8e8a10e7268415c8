import { dayOf, isSameDay, timeOfDay } from "../../shared/times.ts";
import { locale, say } from "../words.ts";

const where = () => ({ locale: locale.value });

export const time = (at: number): string => timeOfDay(at, where());
export const day = (at: number, now: number): string => dayOf(at, now, where());
export const sameDay = (a: number, b: number): boolean => isSameDay(a, b, where());

/** The time of today, the day of an earlier one. */
export const moment = (at: number, now: number): string => (sameDay(at, now) ? time(at) : day(at, now));

/** How long something has gone on, from ms: "0:48" up to an hour, "2 h 05" up to a day, "1 d 3 h" up to a
 * week, then in days. */
export function lasting(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  if (seconds < 3600) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  if (seconds < 86_400)
    return say("hours_short", { h: Math.floor(seconds / 3600), m: two(Math.floor(seconds / 60) % 60) });
  const [days, hours] = [Math.floor(seconds / 86_400), Math.floor(seconds / 3600) % 24];
  return days < 7 ? say("days_hours_short", { d: days, h: hours }) : say("days_short", { n: days });
}
