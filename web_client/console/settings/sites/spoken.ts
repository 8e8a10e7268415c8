import { useEffect, useState } from "preact/hooks";
import { type Say, speaker } from "../../../shared/i18n.ts";
import widgets from "../../../widget/messages/en.ts";
import { settings as consoles } from "../../messages/en/settings.ts";

/** What the preview says: the widget's own texts, and what its people say in it, in the language of the site. */
export type Spoken = { language: string; widget: Say<typeof widgets>; people: Say<typeof consoles> };

const LOADED = {
  en: async () => [{ default: widgets }, { settings: consoles }] as const,
  de: () => Promise.all([import("../../../widget/messages/de.ts"), import("../../messages/de/settings.ts")]),
  it: () => Promise.all([import("../../../widget/messages/it.ts"), import("../../messages/it/settings.ts")]),
  pl: () => Promise.all([import("../../../widget/messages/pl.ts"), import("../../messages/pl/settings.ts")]),
};

/** null until they are there. */
export function useSpoken(locale: string): Spoken | null {
  const [spoken, setSpoken] = useState<Spoken | null>(null);
  useEffect(() => {
    let current = true;
    void spokenIn(locale).then((found) => current && setSpoken(found));
    return () => {
      current = false;
    };
  }, [locale]);
  return spoken;
}

async function spokenIn(locale: string): Promise<Spoken> {
  const language = (locale in LOADED ? locale : "en") as keyof typeof LOADED;
  const [widget, people] = await LOADED[language]();
  return {
    language,
    widget: speaker<typeof widgets>(widget.default, language),
    people: speaker<typeof consoles>(people.settings, language),
  };
}
