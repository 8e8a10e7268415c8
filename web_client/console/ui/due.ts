import type { State } from "../../shared/state.ts";

export type DueTarget = "first_response" | "next_response" | "resolution";
export type Due = { target: DueTarget; at: number };

const HOUR = 3_600_000;
const ANSWERS = ["first_response", "next_response"] as const;

/** The promise that somebody should see to: an answer, or a resolution that is due within the hour; null: none. */
export function dueOf(state: State, now: number): Due | null {
  const deadlines = state.status === "resolved" ? {} : (state.sla?.deadlines ?? {});
  const answers = ANSWERS.flatMap((target) => {
    const at = deadlines[target];
    return at === undefined ? [] : [{ target, at }];
  });
  const first = answers.sort((a, b) => a.at - b.at)[0];
  if (first) return first;
  const at = deadlines.resolution;
  if (at === undefined || state.sla?.paused || at - now > HOUR) return null;
  return { target: "resolution", at };
}

/** By when somebody must answer, ms; never, if nothing was promised or the visitor does not wait. */
export function answerDue(state: State): number {
  const deadlines = state.waiting === "visitor" ? {} : (state.sla?.deadlines ?? {});
  return Math.min(...ANSWERS.map((target) => deadlines[target] ?? Infinity));
}

/** Within two minutes. */
export const isSoon = (left: number): boolean => left < 120_000;
