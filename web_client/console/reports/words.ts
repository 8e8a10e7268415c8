import type { figures } from "../messages/en/figures.ts";
import type { reports } from "../messages/en/reports.ts";
import type { tree } from "../messages/en/tree.ts";
import { wordsLater } from "../words_later.ts";

type English = typeof reports & typeof figures & typeof tree;

/** What the pages of the reports say, and what figures and reasons are called. */
export const {
  say: tell,
  ready,
  has,
} = wordsLater<English>({
  en: async () =>
    all(
      await import("../messages/en/reports.ts"),
      await import("../messages/en/figures.ts"),
      await import("../messages/en/tree.ts"),
    ),
  de: async () =>
    all(
      await import("../messages/de/reports.ts"),
      await import("../messages/de/figures.ts"),
      await import("../messages/de/tree.ts"),
    ),
  it: async () =>
    all(
      await import("../messages/it/reports.ts"),
      await import("../messages/it/figures.ts"),
      await import("../messages/it/tree.ts"),
    ),
  pl: async () =>
    all(
      await import("../messages/pl/reports.ts"),
      await import("../messages/pl/figures.ts"),
      await import("../messages/pl/tree.ts"),
    ),
});
export type Word = keyof English & string;

/** The text of a key that is put together, such as a figure's name; null where there is none. */
export const known = (key: string): string | null =>
  has(key) ? (tell as (key: string) => string)(key) : null;

const all = <R, F, T>(
  { reports }: { reports: R },
  { figures }: { figures: F },
  { tree }: { tree: T },
): R & F & T => ({ ...reports, ...figures, ...tree });
