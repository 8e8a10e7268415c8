import type { replay } from "../messages/en/replay.ts";
import { wordsLater } from "../words_later.ts";

/** What the replay says. */
export const { say: tell, ready } = wordsLater<typeof replay>({
  en: async () => (await import("../messages/en/replay.ts")).replay,
  de: async () => (await import("../messages/de/replay.ts")).replay,
  it: async () => (await import("../messages/it/replay.ts")).replay,
  pl: async () => (await import("../messages/pl/replay.ts")).replay,
});
