import type { Problem } from "../api.ts";
import { type Key, say } from "../words.ts";

const KNOWN = new Set<string>([
  "invalid",
  "unauthorized",
  "forbidden",
  "not_found",
  "conflict",
  "closed",
  "too_large",
  "rate_limited",
  "storage",
  "not_ready",
  "internal",
  "offline",
]);

/** A refusal in words: what is so, and what one can do. */
export function reasonOf(problem: Pick<Problem, "code" | "retry_after">): string {
  if (problem.code === "rate_limited" && problem.retry_after)
    return say("reason_rate_limited_for", { seconds: Math.ceil(problem.retry_after) });
  return say((KNOWN.has(problem.code) ? `reason_${problem.code}` : "reason_internal") as PlainReason);
}

type PlainReason =
  Extract<Key, `reason_${string}`> extends infer K
    ? K extends "reason_rate_limited_for"
      ? never
      : K
    : never;
