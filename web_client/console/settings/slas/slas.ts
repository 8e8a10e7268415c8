import type { Problem } from "../../api.ts";
import { reasonOf } from "../../ui/reasons.ts";
import { say } from "../../words.ts";

export const TARGETS = ["first_response", "next_response", "resolution"] as const;
export type Target = (typeof TARGETS)[number];

/** A service level, as the server keeps it. Spans in seconds; null: no such promise. */
export type Sla = {
  id: string;
  version: number;
  name: string;
  first_response: number | null;
  next_response: number | null;
  resolution: number | null;
  clock: "wall" | "business";
  warn_before: number | null;
  pauses: boolean;
  teams: readonly string[];
  tags: readonly string[];
  priority: number | null;
  known: boolean;
  order: number;
};

/** By when a message that comes `at` is promised what, by the hours of a team or site. */
export type Means = Record<Target, number | null> & {
  id: string;
  name: string;
  tz: string;
  always_open: boolean;
  at: number;
};

/** What a new one begins with, in seconds. */
export const USUAL = { first_response: 60, next_response: 300, resolution: 86_400, warn_before: 60 } as const;

/** Tags as they were typed, each once. */
export const tagsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((tag) => tag.trim().replace(/\s+/g, " "))
      .filter(Boolean),
  ),
];

/** What the preview is asked with: all but what only the list needs. */
export function asked({
  id: _,
  version: __,
  order: ___,
  ...wish
}: Sla): Omit<Sla, "id" | "version" | "order"> {
  return wish;
}

/** Why it was refused, in words for whoever set it. */
export function whyRefused(problem: Problem): string {
  const said = problem.code === "invalid" ? problem.message : "";
  if (said.startsWith("promise something")) return say("sla_fail_nothing");
  if (said.includes("no opening hours")) return say("sla_fail_no_hours");
  if (said.includes("never open")) return say("sla_fail_never");
  if (said.startsWith("teams:")) return say("sla_fail_team");
  return reasonOf(problem);
}
