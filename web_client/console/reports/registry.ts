import type { Figure, Kpi, Unit } from "./kinds.ts";
import { known } from "./words.ts";

/** A figure's name in the reader's language; the registry's own where we have none. */
export const nameOf = (kpi: Pick<Kpi, "id" | "name">): string => known(`name_${kpi.id}`) ?? kpi.name;

/** What it counts in a sentence of the reader's language, or null. */
export const meaningOf = (kpi: Pick<Kpi, "id">): string | null => known(`means_${kpi.id}`);

/** Why a row is left out, in words. */
export const reasonWords = (reason: string): string =>
  known(`reason_${reason}`) ?? reason.replaceAll("_", " ");

export const isButlers = (kpi: Pick<Kpi, "id">): boolean => kpi.id === "frt_butler";
const COUNTS = new Set([
  "volume",
  "backlog",
  "backlog_overdue",
  "csat_distribution",
  "agent_handled",
  "agent_transferred_in",
  "agent_transferred_out",
]);

/** Counts have no interval: each case is there. */
export const isCount = (kpi: Pick<Kpi, "id">): boolean => COUNTS.has(kpi.id);

/** How a figure is shown: "2.00" is a mean of counts, "2" a count. */
export const unitOf = ({ id, unit, options }: Pick<Figure, "id" | "unit" | "options">): Unit =>
  unit === "count" && (!COUNTS.has(id) || options.includes("mean")) ? "mean" : unit;
