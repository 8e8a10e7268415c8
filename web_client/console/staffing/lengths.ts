import type { Shift } from "./kinds.ts";

const MINUTE = 60_000;

type Span = Pick<Shift, "from" | "to" | "kind">;

/** Of work, without what is off within it; ms. What is off beside work takes nothing from it. */
export function workOf(shifts: readonly Span[]): number {
  const work = shifts.filter((one) => one.kind === "work");
  const off = shifts.filter((one) => one.kind === "off");
  const lost = (one: Span) =>
    off.reduce(
      (sum, gone) => sum + Math.max(0, Math.min(one.to, gone.to) - Math.max(one.from, gone.from)),
      0,
    );
  return work.reduce((sum, one) => sum + one.to - one.from - lost(one), 0);
}

/** "8 h", "7 h 59 min": to the minute, since a shift that ends a minute early is a slip one wants to see. */
export function lengthWords(ms: number): string {
  const minutes = Math.round(ms / MINUTE);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 || rest === 0 ? `${hours} h` : "", rest > 0 ? `${rest} min` : ""]
    .filter(Boolean)
    .join(" ");
}
