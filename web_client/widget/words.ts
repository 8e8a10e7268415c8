import texts from "#words";
import { localeFor, type Say, speaker } from "../shared/i18n.ts";
import { dayOf, isSameDay, moment as momentOf, timeOfDay } from "../shared/times.ts";
import type english from "./messages/en.ts";

/** The visitor's own locale ("de-AT"): how he reads times and numbers. */
let locale = "en";
/** The texts of the language that this interface was built with. */
export let say: Say<typeof english> = speaker<typeof english>(texts, locale);

export function speak(language: string, wanted: string): void {
  locale = localeFor(language, wanted);
  say = speaker<typeof english>(texts, language);
}

export const time = (at: number): string => timeOfDay(at, { locale });

export function day(at: number, now: number): string {
  return isSameDay(at, now, { locale }) ? say("today") : dayOf(at, now, { locale });
}

/** When that will be, in the visitor's own zone. */
export const moment = (at: number, now: number, offset?: number): string =>
  momentOf(at, now, { locale }, offset);

/** What a refusal's code means to a visitor. */
export function sorry(code: string): string {
  const key = `e_${code}`;
  return say(key in texts ? (key as "e_other") : "e_other");
}
