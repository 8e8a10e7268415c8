import type { Problem } from "../../api.ts";
import { say } from "../../words.ts";

export const POLICIES = [
  "least_busy",
  "round_robin",
  "most_skilled",
  "longest_idle",
  "pull",
  "broadcast",
] as const;
export type Policy = (typeof POLICIES)[number];
export type Raise = { kind: "tag" | "page" | "field"; value: string; priority: number; name: string };

/** How a team's queue is worked, as the server keeps it. Spans in seconds; null: that does not happen. */
export type Rules = {
  policy: Policy;
  order: "waiting" | "sla";
  ageing: number | null;
  raises: Raise[];
  answer_within: number | null;
  last_agent_within: number | null;
  fair_share: number | null;
  overflow_after: number | null;
  overflow_to: string | null;
  when_away: "keep" | "hand_back";
  max_wait: number | null;
  visitor_nudge_after: number | null;
  visitor_close_after: number | null;
  agent_nudge_after: number | null;
  agent_requeue_after: number | null;
  alert_waiting: number | null;
  alert_wait: number | null;
  handling: number;
};

/** Nobody is given anything by these: agents help themselves. */
export const helpThemselves = (policy: Policy): boolean => policy === "pull" || policy === "broadcast";

/** What is wrong with one of the rules, in words that stand beside it; null: it is not this one. */
export function wrongWith(problem: Problem | null, field: keyof Rules): string | null {
  if (problem?.code !== "invalid") return null;
  const said = problem.message;
  if (!said.startsWith(`${field}:`) && !said.includes(`$.rules.${field}`)) return null;
  if (said.includes("leads back")) return say("rule_leads_back");
  return say(said.includes("there is no team") ? "rule_no_team" : "rule_invalid");
}
