import type { Special } from "./dates.ts";
import { hoursOf, usualWeek, type Week, weekOf } from "./week.ts";

/** Of which country's, and region's, holidays; `language`: of their names. */
export type HolidaysOf = { country: string; subdivision?: string; language?: string };

/** As the server takes them. */
export type Hours = {
  tz: string;
  hours: Partial<Week>;
  holidays: readonly string[];
  holidays_of: HolidaysOf | null;
  worked: readonly string[];
  special: Special;
};

/** And as it tells them: with the holidays' names, by date. */
export type Told = Hours & { public: Record<string, string> };
export type AlwaysOpen = { hours: null };

export type Edited = Omit<Hours, "hours"> & { always: boolean; week: Week };

/** What hours would mean, as the server reckons. Instants in ms. */
export type DayAhead = {
  date: string;
  why: "week" | "special" | "closed" | "holiday" | "worked";
  name: string | null;
  spans: { opens_at: number; closes_at: number; opens: string; closes: string }[];
};
export type Ahead = {
  open: boolean;
  opens_at: number | null;
  closes_at: number | null;
  days: DayAhead[];
  coming: DayAhead[];
  until: number | null;
};

/** Whose they are decides the words. */
export type Whose = "site" | "team" | "agent";

export function editedOf(hours: Hours | null, zone: string): Edited {
  if (!hours) {
    const nothing = { holidays: [], holidays_of: null, worked: [], special: {} };
    return { always: true, tz: zone, week: usualWeek(), ...nothing };
  }
  const { tz, holidays, holidays_of, worked, special } = hours;
  return { always: false, tz, week: weekOf(hours.hours), holidays, holidays_of, worked, special };
}

/** The last year whose holidays are kept; null: of none. */
export function keptUntil(hours: Told | null): number | null {
  const last = Object.keys(hours?.public ?? {})
    .sort()
    .at(-1);
  return last ? Number(last.slice(0, 4)) : null;
}

export const sentOf = ({ always: _, week, ...rest }: Edited): Hours => ({ ...rest, hours: hoursOf(week) });
