import { say } from "../words.ts";

/** A rating in words: "4 of 5", or what a thumb said. */
export function scored(score: number, scale: string): string {
  if (scale === "0-1") return say(score ? "thumb_up" : "thumb_down");
  return say("score_of", { score, most: scale.split("-")[1] ?? "5" });
}
