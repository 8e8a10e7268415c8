import { duration } from "../board/figures.ts";
import type { Stats, Unit } from "./kinds.ts";

/** `figure`: as it stands by itself; `table`: among others, and on axes. */
export type Place = "figure" | "table";

const number = (value: number, locale: string, most: number, least = 0): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: most, minimumFractionDigits: least }).format(value);

/** A value with its unit: "42 s", "3:12", "5 h 12"; "64.6 %", in tables "65 %"; "+41"; "1,185". */
export function shown(value: number, unit: Unit, locale: string, place: Place = "figure"): string {
  if (unit === "s") return value < 0 ? `−${duration(-value, locale)}` : duration(value, locale);
  if (unit === "%")
    return `${number(value, locale, place === "figure" ? 1 : 0, place === "figure" ? 1 : 0)} %`;
  if (unit === "points") return signed(value, locale);
  if (unit === "money") return number(value, locale, 2, 2);
  return number(value, locale, Number.isInteger(value) ? 0 : 2);
}

/** Points go below zero: the sign belongs to the figure. */
function signed(value: number, locale: string): string {
  const digits = number(Math.abs(value), locale, 1);
  if (Math.abs(value) < 0.05) return digits;
  return `${value > 0 ? "+" : "−"}${digits}`;
}

/** "39–45 s", "1:12–2:30", "62–67 %": a unit that both have is said once. */
export function range(low: number, high: number, unit: Unit, locale: string, place: Place = "table"): string {
  const [from, to] = [shown(low, unit, locale, place), shown(high, unit, locale, place)];
  if (from === to) return from;
  const common = /\s\D+$/.exec(to)?.[0];
  return common && from.endsWith(common) ? `${from.slice(0, -common.length)}–${to}` : `${from}–${to}`;
}

export const counted = (value: number, locale: string): string => number(value, locale, 0);

const FEW = 30; // cases; as the server has it
export const isFew = (stats: Pick<Stats, "n" | "low_n">): boolean => stats.low_n ?? stats.n < FEW;

/** Everything that is left out, whatever the reason. */
export const leftOut = (stats: Pick<Stats, "excluded">): number =>
  Object.values(stats.excluded ?? {}).reduce((sum, rows) => sum + rows, 0);
