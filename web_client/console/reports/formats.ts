import { duration } from "../board/figures.ts";
import type { Stats, Unit } from "./kinds.ts";

/** `figure`: as it stands by itself; `table`: among others; `target`: as somebody has set it. */
export type Place = "figure" | "table" | "target";

const number = (value: number, locale: string, most: number, least = 0): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: most, minimumFractionDigits: least }).format(value);

/** A value with its unit: "42 s", "3:12", "5 h 12"; "64.6 %", in tables "65 %"; "+41.0", "2.00" (a mean), as targets
 * "+41", "2"; "1,185". */
export function shown(value: number, unit: Unit, locale: string, place: Place = "figure"): string {
  const isSet = place === "target";
  if (unit === "s") return value < 0 ? `−${duration(-value, locale)}` : duration(value, locale);
  if (unit === "%")
    return `${number(value, locale, place === "figure" ? 1 : 0, place === "figure" ? 1 : 0)} %`;
  if (unit === "points") return signed(value, locale, isSet ? 0 : 1);
  if (unit === "money") return number(value, locale, 2, 2);
  const isMean = unit === "mean" || unit === "score";
  return number(value, locale, isMean || !Number.isInteger(value) ? 2 : 0, isMean && !isSet ? 2 : 0);
}

/** Points go below zero: the sign belongs to the figure. */
function signed(value: number, locale: string, least: number): string {
  const digits = number(Math.abs(value), locale, 1, least);
  if (Math.abs(value) < 0.05) return digits;
  return `${value > 0 ? "+" : "−"}${digits}`;
}

/** Short enough for a cell of the week, whose heading says the unit: seconds are "42", then "3:44", "40′", "2 h". */
export function inCell(value: number, unit: Unit, locale: string): string {
  if (unit === "%" || (unit === "s" && value < 99.5)) return counted(value, locale);
  if (unit === "s" && value >= 3570) return `${counted(value / 3600, locale)} h`;
  if (unit === "s" && value >= 599.5) return `${counted(value / 60, locale)}′`;
  return shown(value, unit, locale, "table");
}

/** "39–45 s", "1:12–2:30", "62–67 %", "1.90–2.05": a unit that both have is said once. */
export function range(low: number, high: number, unit: Unit, locale: string): string {
  const [from, to] = [shown(low, unit, locale, "table"), shown(high, unit, locale, "table")];
  if (from === to) return from;
  const common = /\s\D+$/.exec(to)?.[0];
  return common && from.endsWith(common) ? `${from.slice(0, -common.length)}–${to}` : `${from}–${to}`;
}

/** How many decimals all of these need to be told apart: what stands side by side has the same. */
export function decimalsOf(values: readonly number[], most: number): number {
  const needs = (value: number) => {
    const digits = value
      .toFixed(most)
      .replace(/\.?0+$/, "")
      .split(".")[1];
    return digits?.length ?? 0;
  };
  return most === 0 ? 0 : Math.max(0, ...values.map(needs));
}

export const counted = (value: number, locale: string, decimals = 0): string =>
  number(value, locale, decimals, decimals);

const FEW = 30; // cases; as the server has it
export const isFew = (stats: Pick<Stats, "n" | "low_n">): boolean => stats.low_n ?? stats.n < FEW;

/** Everything that is left out, whatever the reason. */
export const leftOut = (stats: Pick<Stats, "excluded">): number =>
  Object.values(stats.excluded ?? {}).reduce((sum, rows) => sum + rows, 0);
