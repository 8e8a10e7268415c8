import type { saved } from "../../messages/en/saved.ts";
import { wordsLater } from "../../words_later.ts";

/** What the pages of dashboards, saved views, reports by mail and targets say. */
export const { say: tell, ready } = wordsLater<typeof saved>({
  en: async () => (await import("../../messages/en/saved.ts")).saved,
  de: async () => (await import("../../messages/de/saved.ts")).saved,
  it: async () => (await import("../../messages/it/saved.ts")).saved,
  pl: async () => (await import("../../messages/pl/saved.ts")).saved,
});
