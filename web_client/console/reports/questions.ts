/** The pages by question, and which figures answer it, the first one first. What the server does not know
 * (yet) is left out. */
export const QUESTIONS = {
  fast: [
    "frt",
    "frt_butler",
    "handover_gap",
    "time_to_take_charge",
    "art",
    "asa",
    "expected_wait",
    "service_level",
    "abandonment",
    "wait_kept",
    "sla_attainment",
    "sla_slack",
  ],
  solve: [
    "resolution_rate",
    "fcr",
    "resolution_time",
    "clearance_rate",
    "dispersion_rate",
    "interactions",
    "transfer_rate",
    "contact_rate",
    "bot_resolution_rate",
    "bot_containment",
    "handoff_rate",
    "deflection",
    "self_answerable",
    "backlog",
    "backlog_overdue",
  ],
  happy: [
    "csat",
    "csat_distribution",
    "nps",
    "ces",
    "servqual",
    "left_on_read",
    "left_unread",
    "dropped",
    "preferred_channel",
    "crr",
    "ccr",
    "referral",
    "repeat_rate",
    "brand_attributes",
  ],
  staff: [
    "volume",
    "avg_volume",
    "aht",
    "occupancy",
    "slot_occupancy",
    "concurrency",
    "shrinkage",
    "cost_per_ticket",
    "cost_to_revenue",
    "engagement_asked",
    "engagement_measured",
    "turnover",
  ],
} as const satisfies Record<string, readonly string[]>;

export type Question = keyof typeof QUESTIONS;
export const isQuestion = (name: string): name is Question => name in QUESTIONS;

/** What stands beside it for whoever looks at his own figures. */
export const OWN = [
  "agent_handled",
  "agent_art",
  "agent_aht",
  "agent_transferred_in",
  "agent_transferred_out",
] as const;

/** What is looked at to see who needs help: an agent's own part, and a team's whole. */
export const HELP = {
  agent: ["frt", "agent_art", "csat", "fcr", "resolution_time", "agent_aht"],
  team: ["frt", "art", "csat", "fcr", "resolution_time", "aht"],
} as const;

/** To which question a figure belongs; null: to none, it stands among the others. */
export const questionOf = (kpi: string): Question | null =>
  (Object.keys(QUESTIONS) as Question[]).find((name) =>
    (QUESTIONS[name] as readonly string[]).includes(kpi),
  ) ?? null;
