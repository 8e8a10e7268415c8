import { computed, signal } from "@preact/signals";
import {
  chosenLanguage,
  directionOf,
  localeFor,
  type Say,
  speaker,
  type Translation,
} from "../shared/i18n.ts";
import { keep, kept } from "./kept.ts";
import { en } from "./messages/en.ts";

type English = typeof en;

/** The console's languages, each by its own name. */
export const LANGUAGES = { en: "English", de: "Deutsch", it: "Italiano", pl: "Polski" } as const;
export type Language = keyof typeof LANGUAGES;

const FILES: Record<Language, () => Promise<Translation<English>>> = {
  en: async () => en,
  de: async () => (await import("./messages/de.ts")).de,
  it: async () => (await import("./messages/it.ts")).it,
  pl: async () => (await import("./messages/pl.ts")).pl,
};

const spoken = signal<{ language: Language; say: Say<English> }>({
  language: "en",
  say: speaker<English>(en, "en"),
});

export const language = computed(() => spoken.value.language);

/** For Intl: the reader's own region where it has the console's language. */
export const locale = computed(() => {
  const own = navigator.languages.find((one) => one.toLowerCase().startsWith(language.value));
  return own ? localeFor(language.value, own) : language.value === "en" ? "en-GB" : language.value;
});

/** The text of a key in the language of whoever reads; a component that calls it follows the language. */
export const say = ((key, ...values) => spoken.value.say(key, ...values)) as Say<English>;
export type Key = keyof English & string;

/** As it begins a line of its own, when it is a word of sentences otherwise. */
export const capital = (text: string, of = locale.value): string =>
  text.charAt(0).toLocaleUpperCase(of) + text.slice(1);

/** Speaks the first wanted language that there is. Keeps the choice in this browser. */
export async function speak(wanted: readonly string[]): Promise<void> {
  const chosen = chosenLanguage(wanted, Object.keys(LANGUAGES)) as Language;
  const texts = await FILES[chosen]();
  spoken.value = { language: chosen, say: speaker<English>(texts, chosen) };
  document.documentElement.lang = chosen;
  document.documentElement.dir = directionOf(chosen);
  keep("language", chosen);
}

export const wantedLanguages = (): string[] => [kept("language") ?? "", ...navigator.languages];
