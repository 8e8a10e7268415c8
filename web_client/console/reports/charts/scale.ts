import type { Unit } from "../kinds.ts";

// Seconds are cut where clocks are cut.
const STEPS_OF_TIME = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200,
  86_400, 172_800, 604_800,
];
const MOST_TICKS = 5;

export type Scale = { low: number; high: number; ticks: readonly number[] };

/** From zero (or below it, if something lies there) to the first line above `most`. */
export function scaleOf(least: number, most: number, unit: Unit): Scale {
  const top = Math.max(most, 0) || (least < 0 ? 0 : 1);
  const bottom = Math.min(least, 0);
  const step = stepOf(top - bottom || 1, unit);
  const [low, high] = [Math.floor(bottom / step) * step, Math.ceil(round(top / step)) * step];
  const ticks: number[] = [];
  for (let tick = low; tick <= high + step / 2; tick += step) ticks.push(round(tick));
  return { low: round(low), high: round(high), ticks };
}

function stepOf(span: number, unit: Unit): number {
  const least = span / MOST_TICKS;
  const steps = unit === "s" ? STEPS_OF_TIME : decimal(least);
  return steps.find((step) => step >= least * 0.999) ?? Math.ceil(least / 604_800) * 604_800;
}

function decimal(least: number): number[] {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 2.5, 5, 10].map((one) => one * power);
}

// Sums of tenths are not tenths in binary.
const round = (value: number): number => Number(value.toPrecision(12));

/** Where a value lies, in per cent of the scale; what is beyond it lies at its end. */
export const placeOn = ({ low, high }: Pick<Scale, "low" | "high">, value: number): number =>
  high === low ? 0 : Math.min(100, Math.max(0, (100 * (value - low)) / (high - low)));

const FAR = 5; // times what is usual

/** The end of a scale on which one sees something: it holds all values, unless a few lie so far out that the
 * others would be a flat line (those are marked then); and intervals as far as they are not much wider. */
export function endOf(values: readonly number[], highs: readonly number[]): number {
  const ordered = [...values].sort((a, b) => a - b);
  const most = Math.max(ordered.at(-1) ?? 0, 0);
  const ordinary = ordered[Math.ceil(ordered.length * 0.85) - 1] ?? 0;
  if (ordered.length > FAR && ordinary > 0 && most > FAR * ordinary) return 2 * ordinary;
  const usual = [...highs].sort((a, b) => a - b)[Math.floor(highs.length * 0.9)] ?? 0;
  return Math.max(most, Math.min(usual, most * 1.8));
}

/** Five levels of magnitude: the four values between them, rounded so that one can say them. */
export function levelsOf(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const cuts = [0.2, 0.4, 0.6, 0.8].map((part) => readable(sorted[Math.floor(part * sorted.length)] ?? 0));
  return [...new Set(cuts)].filter((cut) => cut > (sorted[0] ?? 0));
}

function readable(value: number): number {
  if (value === 0) return 0;
  const power = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return round(Math.round(value / power) * power);
}
