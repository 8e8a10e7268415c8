import type { LocalDate } from "../reports/dates.ts";
import { isDate, monday } from "../reports/dates.ts";

/** What is asked for, as it stands in the address. Null: as it was measured, or as is usual. */
export type Wish = {
  week: LocalDate;
  team: string | null;
  target: number;
  within: number;
  slots: number | null;
  /** Percent. */
  shrinkage: number | null;
  model: "slots" | "factor";
  level: boolean;
};

const USUAL = { target: 80, within: 20 };
export const LIMITS = { target: [1, 99.9], within: [1, 3600], slots: [1, 50], shrinkage: [0, 90] } as const;

/** Reads an address's query; what makes no sense is left at what is usual. */
export function wishOf(query: URLSearchParams, today: LocalDate): Wish {
  const week = query.get("week") ?? "";
  return {
    week: monday(isDate(week) ? week : today),
    team: query.get("team") || null,
    target: numberOf(query, "target") ?? USUAL.target,
    within: numberOf(query, "within") ?? USUAL.within,
    slots: numberOf(query, "slots"),
    shrinkage: numberOf(query, "shrinkage"),
    model: query.get("model") === "factor" ? "factor" : "slots",
    level: query.get("level") === "1",
  };
}

/** What is not as usual; `today` decides which week need not be named. */
export function queryOf(wish: Wish, today?: LocalDate): string {
  const query = new URLSearchParams();
  if (!today || wish.week !== monday(today)) query.set("week", wish.week);
  if (wish.team) query.set("team", wish.team);
  if (wish.target !== USUAL.target) query.set("target", String(wish.target));
  if (wish.within !== USUAL.within) query.set("within", String(wish.within));
  if (wish.slots !== null) query.set("slots", String(wish.slots));
  if (wish.shrinkage !== null) query.set("shrinkage", String(wish.shrinkage));
  if (wish.model !== "slots") query.set("model", wish.model);
  if (wish.level) query.set("level", "1");
  return query.toString();
}

function numberOf(query: URLSearchParams, name: keyof typeof LIMITS): number | null {
  const text = query.get(name);
  const value = Number(text);
  const [least, most] = LIMITS[name];
  return text && value >= least && value <= most ? value : null;
}
