import { type Key, say } from "../words.ts";

const DECIDED = new Set(["only_one", "last_agent", "passed", "load", "idle", "turn", "skill", "name"]);
const OTHERS = ["more", "no_slot", "fair_share", "away", "team", "language", "skill"] as const;

/** What made the difference, as in "Given to Ada: least busy". */
export const decidedBy = (what: string | null | undefined): string =>
  what && DECIDED.has(what) ? say(`why_${what}` as WhyKey) : say("why_rule");

/** "2 have no slot left, 1 is away": who else there is, and why it was not he; empty for nobody. */
export function othersOf(others: Record<string, number>): string {
  return OTHERS.filter((why) => (others[why] ?? 0) > 0)
    .map((why) => say(`not_${why}`, { n: others[why] ?? 0 }))
    .join(", ");
}

type WhyKey = Extract<
  Key,
  `why_${"only_one" | "last_agent" | "passed" | "load" | "idle" | "turn" | "skill" | "name"}`
>;
