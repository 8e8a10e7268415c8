import { locale } from "../../words.ts";
import { shown } from "../formats.ts";
import type { Figure, Unit } from "../kinds.ts";
import { known } from "../words.ts";

/** What some figures tell beside their value, in the order in which it is read, and its unit. `units` of an
 * average are days only where nothing else is asked for. */
const UNITS: Record<string, Unit> = {
  frt_after_handoff: "s",
  late_to_absent: "count",
  human: "count",
  bot_only: "count",
  self_served: "count",
  live: "count",
  offline: "count",
  incoming: "count",
  outgoing: "count",
  messages_per_conversation: "mean",
  opening: "count",
  entered: "count",
  reopened: "count",
  resolved: "count",
  closing: "count",
  resolved_events: "count",
  unassigned: "count",
  waiting_agent: "count",
  waiting_visitor: "count",
  snoozed: "count",
  all: "count",
  offered: "count",
  answered: "count",
  abandoned: "count",
  waiting: "count",
  short_abandons: "count",
  abandoned_mean_wait: "s",
  served_mean: "s",
  early: "count",
  late: "count",
  unrounded: "%",
  met: "count",
  breached: "count",
  anonymous: "count",
  coverage: "%",
  active: "count",
  sent: "count",
  response_rate: "%",
  promoters: "count",
  passives: "count",
  detractors: "count",
  busy: "s",
  session: "s",
  online: "s",
  scheduled: "s",
  contacts_per_hour: "mean",
  colleagues: "count",
  reciprocity: "%",
  transfers_per_week: "mean",
  replies_while_away: "%",
  coaching_minutes: "count",
  minutes_outside_roster: "count",
};
const WITHIN = ["split", "measures"]; // which hold some of them

/** As name and value, for whoever reads on after the figure itself. */
export function companionsOf(figure: Figure): [string, string][] {
  const told = figure as unknown as Record<string, unknown>;
  const inner = WITHIN.map((name) => told[name]).filter((one) => typeof one === "object" && one !== null);
  const all: Record<string, unknown> = Object.assign({}, ...inner, told);
  return Object.entries(UNITS).flatMap(([name, unit]): [string, string][] => {
    const value = all[name];
    const label = known(`of_${name}`);
    return typeof value === "number" && label ? [[label, shown(value, unit, locale.value)]] : [];
  });
}
