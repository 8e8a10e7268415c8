import texts from "#words";
import { type Say, speaker } from "../shared/i18n.ts";
import { dayOf, isSameDay, timeOfDay } from "../shared/times.ts";
import type english from "./messages/en.ts";

/** The visitor's own locale ("de-AT"): how he reads times and numbers. */
let locale = "en";
/** The texts of the language that this interface was built with. */
export let say: Say<typeof english> = speaker<typeof english>(texts, locale);

export function speak(language: string, wanted: string): void {
  locale = wanted.toLowerCase().startsWith(language) ? wanted : language;
  say = speaker<typeof english>(texts, language);
}

export const time = (at: number): string => timeOfDay(at, { locale });

export function day(at: number, now: number): string {
  return isSameDay(at, now, { locale }) ? say("today") : dayOf(at, now, { locale });
}

/** "09:00" today, "Tuesday 09:00" within a week, else with the date. */
export function moment(at: number, now: number): string {
  if (isSameDay(at, now, { locale })) return time(at);
  const date: Intl.DateTimeFormatOptions =
    at - now < 6 * 86_400_000 ? { weekday: "long" } : { day: "numeric", month: "long" };
  const clock = { hour: "numeric", minute: "2-digit" } as const;
  return new Intl.DateTimeFormat(locale, { ...date, ...clock }).format(at);
}

/** What a refusal's code means to a visitor. */
export function sorry(code: string): string {
  const key = `e_${code}`;
  return say(key in texts ? (key as "e_other") : "e_other");
}
