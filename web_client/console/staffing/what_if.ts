import type { Named } from "../../shared/protocol.ts";
import type { Compared } from "./kinds.ts";

/** As the form holds it; null and "" are as it was. `arrivals` in percent. */
export type Draft = {
  arrivals: number;
  slots: number | null;
  count: number | null;
  since: string;
  until: string;
  policy: string;
  opens: string;
  closes: string;
  weeks: number;
  without: string[];
  by_roster: boolean;
};

export const USUAL: Draft = {
  arrivals: 100,
  slots: null,
  count: null,
  since: "09:00",
  until: "17:00",
  policy: "",
  opens: "",
  closes: "",
  weeks: 10,
  without: [],
  by_roster: false,
};

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** As POST /what-if takes it: only what is other than it was. */
export function changeOf(draft: Draft, tz: string, teams: readonly Named[]): Record<string, unknown> {
  const change: Record<string, unknown> = {};
  if (draft.arrivals !== 100) change.arrivals = draft.arrivals / 100;
  if (draft.slots) change.slots = draft.slots;
  if (draft.count) {
    const more = { count: draft.count, from: draft.since, to: draft.until };
    change.extra = [draft.slots ? { ...more, slots: draft.slots } : more];
  }
  if (draft.policy)
    change.rules = Object.fromEntries(teams.map((team) => [team.id, { policy: draft.policy }]));
  if (draft.opens && draft.closes) {
    const hours = Object.fromEntries(WEEKDAYS.map((day) => [day, [[draft.opens, draft.closes]]]));
    change.hours = { tz, hours };
  }
  if (draft.without.length > 0) change.without = draft.without;
  if (draft.by_roster) change.by_roster = true;
  return change;
}

/** Nothing is changed: then the past is only lived through again, to see whether it comes out as it did. */
export const isNothing = (draft: Draft): boolean =>
  Object.keys(changeOf(draft, "UTC", [{ id: "", name: "" }])).length === 0;

/** Of all figures with a verdict: how many are better, worse, and may be chance. */
export const countOf = (figures: readonly Compared[], verdict: Compared["verdict"]): number =>
  figures.filter((one) => one.verdict === verdict).length;
