import type { Named } from "../../../shared/protocol.ts";
import type { Preset } from "../dates.ts";
import type { Clock } from "../kinds.ts";

// As GET /dashboards, /views and /schedules give them.

export type Chart = "figure" | "series" | "table";
export const CHARTS: readonly Chart[] = ["figure", "series", "table"];

export type Tile = {
  kpi: string;
  chart: Chart;
  by: readonly string[];
  options: readonly string[];
  clock: Clock;
  filters: Record<string, string>;
};
/** `mine`: whoever looks may change it. */
type Owned = { id: string; name: string; owner: Named; mine: boolean; shared: boolean };
export type Dashboard = Owned & { period: Preset; tiles: readonly Tile[] };
export type View = Owned & { path: string; query: string };

export type Every = "day" | "week" | "month";
export const EVERY: readonly Every[] = ["day", "week", "month"];
export type What = "page" | "view" | "dashboard";
/** `day` of the week (0: Monday) or of the month; `name` null: it is a page, or is there no more. */
export type Schedule = {
  id: string;
  owner: Named;
  of: What;
  subject: string;
  name: string | null;
  every: Every;
  day: number;
  at: string;
  tz: string;
  to: string[];
  xlsx: boolean;
  disabled: boolean;
  next_at: number;
};
