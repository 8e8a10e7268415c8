import type { staffing } from "../messages/en/staffing.ts";
import { wordsLater } from "../words_later.ts";

/** What the pages of staffing say. */
export const { say: tell, ready } = wordsLater<typeof staffing>({
  en: async () => (await import("../messages/en/staffing.ts")).staffing,
  de: async () => (await import("../messages/de/staffing.ts")).staffing,
  it: async () => (await import("../messages/it/staffing.ts")).staffing,
  pl: async () => (await import("../messages/pl/staffing.ts")).staffing,
});
