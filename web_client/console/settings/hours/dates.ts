import type { Interval } from "./week.ts";

/** A date as "2026-12-24". */
export type Dated = string;
export type Special = Record<Dated, readonly Interval[]>;
/** Days that follow each other and are closed, or one with times of its own. */
export type Differing = { from: Dated; to: Dated; times: readonly Interval[] | null };

const A_DAY = 86_400_000; // ms
/** As many as the server takes. */
export const MOST = 400;

const dateOf = (at: number): Dated => new Date(at).toISOString().slice(0, 10);

/** From the first to the last, both included; none when they are the wrong way round or too many. */
export function between(from: Dated, to: Dated): Dated[] {
  const [first, last] = [Date.parse(from), Date.parse(to)];
  const count = (last - first) / A_DAY + 1;
  if (!(count > 0 && count <= MOST)) return [];
  return Array.from({ length: count }, (_, number) => dateOf(first + number * A_DAY));
}

/** Everything by hand that is not over, the next first; closed days that follow each other as one. */
export function differing(closed: readonly Dated[], special: Special, today: Dated): Differing[] {
  const found: Differing[] = [];
  for (const day of closed.filter((one) => one >= today).sort()) {
    const last = found.at(-1);
    if (last && dateOf(Date.parse(last.to) + A_DAY) === day) last.to = day;
    else found.push({ from: day, to: day, times: null });
  }
  for (const [day, times] of Object.entries(special))
    if (day >= today) found.push({ from: day, to: day, times });
  return found.sort((a, b) => a.from.localeCompare(b.from));
}
