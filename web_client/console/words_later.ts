import { effect, signal } from "@preact/signals";
import { type Messages, type Say, speaker, type Translation } from "../shared/i18n.ts";
import { type Language, language } from "./words.ts";

type Files<English extends Messages> = Record<Language, () => Promise<Translation<English>>>;

/** The texts of a part of the console that comes when somebody first goes there. `ready` fetches them, in the
 * language of the console; `say` follows it from then on. */
export function wordsLater<English extends Messages>(files: Files<English>) {
  const spoken = signal<{ say: Say<English>; texts: object } | null>(null);
  let isWanted = false;
  async function ready(): Promise<void> {
    isWanted = true;
    const chosen = language.peek();
    const texts = await files[chosen]();
    if (chosen === language.peek()) spoken.value = { say: speaker<English>(texts, chosen), texts };
  }
  effect(() => {
    if (language.value && isWanted) ready().catch(() => undefined);
  });
  const say = ((key, ...values) => spoken.value?.say(key, ...values) ?? "") as Say<English>;
  /** Is there a text of this key, which was put together? */
  const has = (key: string): boolean => spoken.value !== null && Object.hasOwn(spoken.value.texts, key);
  return { say, ready, has };
}
