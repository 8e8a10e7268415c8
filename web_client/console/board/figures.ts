/** `mean`: of counts, which the server says `count` of, too. */
type Unit = "s" | "%" | "count" | "mean";

/** A KPI as GET /kpis/{id} gives it. Durations in seconds, shares in per cent. */
export type Figure = {
  id: string;
  value: number | null;
  unit: Unit;
  n: number;
  excluded?: Record<string, number>;
  pending?: number;
  mean?: number | null;
  ci?: readonly [number, number] | null;
  low_n?: boolean;
  as_of?: number;
  target?: number | null;
  verdict?: Verdict | null;
};
export type Verdict = "met" | "missed" | "too_close";
const FEW = 30; // cases; as the server has it (low_n)

/** Seconds: "< 0.1 s", "0.6 s", "42 s", "3:12", from an hour on "5 h 12". */
export function duration(seconds: number, locale: string): string {
  const two = (value: number) => String(value).padStart(2, "0");
  if (seconds < 0.05) return `< ${shown(0.1, locale, 1)} s`;
  if (seconds < 9.95) return `${shown(seconds, locale, 1)} s`;
  if (seconds < 99.5) return `${shown(seconds, locale, 0)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)}:${two(whole % 60)}`;
  const minutes = Math.round(whole / 60);
  return `${shown(Math.floor(minutes / 60), locale, 0)} h ${two(minutes % 60)}`;
}

/** A value with its unit, as it stands on the board. */
export function withUnit(value: number, unit: Figure["unit"], locale: string): string {
  if (unit === "s") return duration(value, locale);
  if (unit === "%") return `${shown(value, locale, 1, 1)} %`;
  if (unit === "mean") return shown(value, locale, 2, 2);
  return shown(value, locale, Number.isInteger(value) ? 0 : 2);
}

/** Of several days it is a mean, also where that of one is a count. */
export const ofDays = (unit: Unit): Unit => (unit === "count" ? "mean" : unit);

const COUNTS = new Set(["volume", "backlog", "backlog_overdue"]);

/** Counts have no interval: each case is there. */
export const isCount = (name: string): boolean => COUNTS.has(name);

/** How it is shown: "2.00" is a mean of counts, "2" a count. */
export const unitOf = (name: string, { unit }: Pick<Figure, "unit">): Unit =>
  isCount(name) ? unit : ofDays(unit);

export const isFew = (figure: Figure): boolean => figure.low_n ?? figure.n < FEW;

type Placed = { value: number; low: number; high: number; end: number; target?: number };

/** Where figure, interval and target lie on their scale, in per cent of it. Scales begin at zero. */
export function placed(figure: Figure): Placed | null {
  if (figure.value === null || !figure.ci) return null;
  const [low, high] = figure.ci;
  const { target = null } = figure;
  const end = figure.unit === "%" ? 100 : roundUp(Math.max(high, figure.value, target ?? 0) * 1.15);
  const at = (value: number) => Math.min(100, Math.max(0, (100 * value) / end));
  const aim = target === null ? {} : { target: at(target) };
  return { value: at(figure.value), low: at(low), high: at(high), end, ...aim };
}

/** To 1, 1.5, 2, 3, 5 or 7.5 times a power of ten, so that the scale does not breathe at each case. */
function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 5, 7.5, 10].find((one) => one * power >= value) ?? 10;
  return step * power;
}

const shown = (value: number, locale: string, most: number, least = 0): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: most, minimumFractionDigits: least }).format(value);
