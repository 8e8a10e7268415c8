import type { Problem } from "../api.ts";
import { reasonOf } from "../ui/reasons.ts";
import { tell } from "./words.ts";

/** Why a figure did not come. Nothing was being written that could be lost. */
export const problemWords = (problem: Problem): string =>
  problem.code === "offline" ? tell("no_answer") : reasonOf(problem);
