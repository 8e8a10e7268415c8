import type { Cell, Staffing } from "./kinds.ts";

/** What a cell of the week's table shows. */
export const LOOKS = ["gap", "needed", "rostered", "mean", "level"] as const;
export type Look = (typeof LOOKS)[number];

export const worth = (cell: Cell, look: Look): number | null => cell[look];

export const isShort = (cell: Cell): boolean => cell.gap !== null && cell.gap < 0;

/** How a cell is tinted: short of people, with more than are needed, or by how much there is of it. */
export function toneOf(cell: Cell, look: Look, most: number): string {
  const value = worth(cell, look);
  if (value === null) return "none";
  if (look === "gap") return value <= -2 ? "short2" : value < 0 ? "short1" : value > 0 ? "over" : "even";
  if (look === "level") return value < 50 ? "short2" : value < 80 ? "short1" : "even";
  return `h${most > 0 ? Math.min(5, 1 + Math.floor((5 * value) / most)) : 1}`;
}

/** All times of day that are open on some day, in order. */
export const timesOf = (staffing: Staffing): string[] =>
  [...new Set(staffing.cells.map((cell) => cell.time))].sort();

const DAY = 24 * 60; // minutes

/** Those that are shown: of a desk that never closes from the first to the last in which anybody writes or
 * works. One that has hours is shown as it is open, however quiet. */
export function livelyTimes(staffing: Staffing): string[] {
  const times = timesOf(staffing);
  if (times.length * staffing.minutes < DAY) return times;
  const lively = new Set(staffing.cells.filter(isLively).map((cell) => cell.time));
  const [first, last] = [
    times.findIndex((time) => lively.has(time)),
    times.findLastIndex((time) => lively.has(time)),
  ];
  return first < 0 ? times : times.slice(first, last + 1);
}

const isLively = (cell: Cell): boolean =>
  [cell.mean, cell.came, cell.needed, cell.rostered].some((value) => (value ?? 0) > 0);

/** "10:30" of "10:00" and 30; "24:00" at the end of the day. */
export function timeAfter(time: string, minutes: number): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const at = 60 * hour + minute + minutes;
  return [Math.floor(at / 60), at % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

export const byPlace = (staffing: Staffing): Map<string, Cell> =>
  new Map(staffing.cells.map((cell) => [`${cell.date} ${cell.time}`, cell]));

export type Sums = {
  mean: number | null;
  low: number | null;
  high: number | null;
  /** Half hours with fewer people than are needed, and how many there are in all. */
  short: number;
  known: number;
  /** Hours of people that are missing where some are; none are taken from where there are more. */
  missing: number;
  level: number | null;
};

export function sumsOf(staffing: Staffing): Sums {
  const known = staffing.cells.filter((cell) => cell.gap !== null);
  const days = staffing.days.filter((day) => day.mean !== null);
  const total = days.reduce((sum, day) => sum + (day.mean ?? 0), 0);
  const half = Math.sqrt(days.reduce((sum, day) => sum + ((day.high95 ?? 0) - (day.mean ?? 0)) ** 2, 0));
  const served = days.reduce((sum, day) => sum + (day.level ?? 0) * (day.mean ?? 0), 0);
  return {
    mean: days.length > 0 ? total : null,
    low: days.length > 0 ? Math.max(0, Math.floor(total - half)) : null,
    high: days.length > 0 ? Math.ceil(total + half) : null,
    short: known.filter(isShort).length,
    known: known.length,
    missing: known.reduce((sum, cell) => sum + Math.max(0, -(cell.gap ?? 0)), 0) * (staffing.minutes / 60),
    level: total > 0 && days.some((day) => day.level !== null) ? served / total : null,
  };
}

/** A table that a spreadsheet reads; nothing in it begins as a formula does. */
export function csvOf(staffing: Staffing): string {
  const columns = [
    "date", "time", "open", "basis", "mean", "low95", "high95", "low80", "high80", "upper", "came", "handling",
    "at_work", "needed", "rostered", "gap", "level", "occupancy",
  ] as const; // biome-ignore format: a list
  const rows = staffing.cells.map((cell) => columns.map((name) => cell[name] ?? ""));
  return `\ufeff${[columns, ...rows].map((row) => row.join(",")).join("\r\n")}\r\n`;
}
