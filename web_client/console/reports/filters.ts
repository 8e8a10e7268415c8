import { type Days, daysOf, isDate, isPreset, type LocalDate, type Preset, plusDays } from "./dates.ts";
import type { Clock, Kpi } from "./kinds.ts";

/** What is asked for, as it stands in the address: a link shows the same to a colleague. */
export type Filters = {
  period: Preset | Days;
  site: string | null;
  team: string | null;
  agent: string | null;
  channel: string | null;
  tag: string | null;
  language: string | null;
  clock: Clock;
  /** Null: the zone of the site that is asked for, or of the first one. */
  tz: string | null;
  /** As it was known at that instant, ms; null: now. */
  as_of: number | null;
};

export const SPLITS = ["site", "team", "agent", "channel", "tag", "language"] as const;
export type Split = (typeof SPLITS)[number];

const USUAL: Filters = {
  period: "28d",
  site: null,
  team: null,
  agent: null,
  channel: null,
  tag: null,
  language: null,
  clock: "wall",
  tz: null,
  as_of: null,
};

/** Reads an address's query; what makes no sense is left at what is usual. */
export function filtersOf(query: URLSearchParams): Filters {
  const asOf = Number(query.get("as_of") ?? Number.NaN);
  const splits = Object.fromEntries(SPLITS.map((name) => [name, query.get(name) || null]));
  return {
    ...USUAL,
    ...splits,
    period: periodOf(query),
    clock: query.get("clock") === "business" ? "business" : "wall",
    tz: query.get("tz") || null,
    as_of: Number.isSafeInteger(asOf) && asOf > 0 ? asOf : null,
  };
}

function periodOf(query: URLSearchParams): Filters["period"] {
  const [from, to] = [query.get("from") ?? "", query.get("to") ?? ""];
  if (isDate(from) && isDate(to) && from <= to) return { from, to };
  const preset = query.get("period") ?? "";
  return isPreset(preset) ? preset : USUAL.period;
}

/** The address's query of these filters; `more` belongs to the page that is looked at. */
export function queryOf(filters: Filters, more: Record<string, string | null> = {}): string {
  const query = new URLSearchParams();
  if (typeof filters.period !== "string") {
    query.set("from", filters.period.from);
    query.set("to", filters.period.to);
  } else if (filters.period !== USUAL.period) query.set("period", filters.period);
  for (const name of SPLITS) if (filters[name]) query.set(name, filters[name]);
  if (filters.clock !== USUAL.clock) query.set("clock", filters.clock);
  if (filters.tz) query.set("tz", filters.tz);
  if (filters.as_of) query.set("as_of", String(filters.as_of));
  for (const [name, value] of Object.entries(more)) if (value) query.set(name, value);
  return query.toString();
}

export const daysShown = (filters: Filters, today: LocalDate): Days =>
  typeof filters.period === "string" ? daysOf(filters.period, today) : filters.period;

/** Can it be split and filtered by this? Agents' time, say, is not of one site. */
export const splitsBy = (kpi: Kpi, part: string): boolean => kpi.by?.includes(part) ?? true;
export const isOfWholeAgents = (kpi: Kpi): boolean => kpi.attributions[0] === "overlap";
export const isOfAnInstant = (kpi: Kpi): boolean => kpi.attributions[0] === "instant";

/** Which of the filters that are set this figure cannot heed. */
export function unheeded(kpi: Kpi, filters: Filters): Split[] {
  return SPLITS.filter((name) => filters[name] && !splitsBy(kpi, name));
}

/** `option`: as it stands in the address, several with commas between them. */
export type More = { by?: readonly string[]; option?: string | null; before?: boolean };

export const optionsOf = (option: string | null | undefined): string[] =>
  option ? option.split(",").filter(Boolean) : [];

/** The question as the server wants it: `/kpis/frt?from=…`. */
export function askOf(kpi: Kpi, filters: Filters, today: LocalDate, tz: string, more: More = {}): string {
  return `/kpis/${kpi.id}?${parametersOf(kpi, filters, today, tz, more)}`;
}

export function parametersOf(
  kpi: Kpi,
  filters: Filters,
  today: LocalDate,
  tz: string,
  more: More = {},
): string {
  const days = daysShown(filters, today);
  const query = new URLSearchParams({ from: days.from, to: plusDays(days.to, 1), tz });
  const deaf = unheeded(kpi, filters);
  for (const name of SPLITS) if (filters[name] && !deaf.includes(name)) query.set(name, filters[name]);
  if (filters.clock !== "wall" && kpi.clocks.includes(filters.clock)) query.set("clock", filters.clock);
  if (filters.as_of) query.set("as_of", new Date(filters.as_of).toISOString());
  for (const one of optionsOf(more.option)) query.append("option", one);
  if (more.by?.length) query.set("by", more.by.join(","));
  if (more.before) query.set("compare", "before");
  return query.toString();
}
