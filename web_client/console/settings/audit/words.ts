import type { audit } from "../../messages/en/audit.ts";
import { wordsLater } from "../../words_later.ts";

/** What the audit says. */
export const { say: tell, ready } = wordsLater<typeof audit>({
  en: async () => (await import("../../messages/en/audit.ts")).audit,
  de: async () => (await import("../../messages/de/audit.ts")).audit,
  it: async () => (await import("../../messages/it/audit.ts")).audit,
  pl: async () => (await import("../../messages/pl/audit.ts")).audit,
});
