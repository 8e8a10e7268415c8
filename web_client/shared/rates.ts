/** How a rating is asked for, and the scores that can be given, the worst first. */
export type Look = "stars" | "smileys" | "thumbs";

/** The paths of the signs that are not stars: five faces, and a thumb that points up. */
export const face = (score: number): string => {
  const bend = (score - 3) * 1.6;
  return `M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M9 9.5v.5M15 9.5v.5M8 ${15.3 - bend / 2}q4 ${bend * 1.6} 8 0`;
};
export const thumb =
  "M7.5 10.5v9.5M7.5 10.5l3.6-7a2.4 2.4 0 0 1 2.5 3l-1 3.5h5a2 2 0 0 1 2 2.5l-1.6 6a2 2 0 0 1-2 1.5H4.5v-9.5h3";

/** On the scale of thumbs 1 is up and 0 is down: as good as the fourth and the second of five words. */
export const wordOf = (score: number, scale: string): 1 | 2 | 3 | 4 | 5 =>
  (scale === "0-1" ? 2 + 2 * score : Math.min(5, Math.max(1, score))) as 1 | 2 | 3 | 4 | 5;
