import { expect, test } from "vitest";
import { chosenLanguage, directionOf, localeFor, type Messages, speaker } from "./i18n.ts";
import { clock, dayOf, isSameDay, timeOfDay } from "./times.ts";

const english = {
  hello: "Hello {name}",
  unread: { one: "{n} unread message", other: "{n} unread messages" },
} as const satisfies Messages;

test("names and numbers stand where the text wants them", () => {
  const say = speaker<typeof english>(english, "en");
  expect(say("hello", { name: "Vera" })).toBe("Hello Vera");
  expect(say("unread", { n: 1 })).toBe("1 unread message");
  expect(say("unread", { n: 1200 })).toBe("1,200 unread messages");
});

test("a language has its own plural forms", () => {
  const polish = {
    hello: "Cześć {name}",
    unread: { one: "{n} wiadomość", few: "{n} wiadomości", other: "{n} wiadomości" },
  };
  const say = speaker<typeof english>(polish, "pl");
  expect([1, 3, 5].map((n) => say("unread", { n }))).toEqual(["1 wiadomość", "3 wiadomości", "5 wiadomości"]);
});

test("a name that looks like a placeholder or a pattern is shown as it is", () => {
  const say = speaker<typeof english>(english, "en");
  expect(say("hello", { name: "$& {n}" })).toBe("Hello $& {n}");
});

test("the language is the first wanted one that we have", () => {
  expect(chosenLanguage(["fr-CH", "de-CH", "en"], ["en", "de"])).toBe("de");
  expect(chosenLanguage(["ja"], ["en", "de"])).toBe("en");
  expect([directionOf("ar-EG"), directionOf("it")]).toEqual(["rtl", "ltr"]);
});

test("times are told in the reader's language and the zone that is asked for", () => {
  const at = Date.UTC(2026, 10, 24, 9, 5);
  expect(timeOfDay(at, { locale: "de", tz: "Europe/Berlin" })).toBe("10:05");
  expect(dayOf(at, at, { locale: "en-GB", tz: "UTC" })).toBe("24 November");
  expect(dayOf(at, Date.UTC(2027, 1, 1), { locale: "en-GB", tz: "UTC" })).toBe("24 November 2026");
  expect(isSameDay(at, Date.UTC(2026, 10, 24, 23, 30), { locale: "en", tz: "Europe/Berlin" })).toBe(false);
  expect([8, 600, 3729].map(clock)).toEqual(["0:08", "10:00", "1:02:09"]);
});

test("a locale that no clock or number could be shown in is read as its language", () => {
  expect(localeFor("en", "en-US@posix")).toBe("en");
  expect(localeFor("de", "de-AT")).toBe("de-AT");
  expect(localeFor("it", "de-AT")).toBe("it");
  expect(localeFor("it", undefined)).toBe("it");
});
