import { Choice } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { LANGUAGES, say } from "../../words.ts";
import type { Draft } from "../draft.ts";
import type { Site, Texts } from "../kinds.ts";

const RATES = ["stars", "smileys", "thumbs"] as const;
const LONGEST = 500; // characters, as the server has it

/** What the widget and the butler say, and in which language when the visitor's own is not known. */
export function WordFields({ draft }: { draft: Draft<Site> }) {
  const { texts, butler, locale } = draft.value;
  const write = (change: Texts) => draft.set({ texts: worded({ ...texts, ...change }) });
  return (
    <section class="card block" aria-labelledby="s-words">
      <header>
        <h2 id="s-words">{say("site_tab_words")}</h2>
        <p class="grow">{say("words_hint")}</p>
      </header>
      <Field label={say("text_title")} hint={say("text_title_hint")}>
        <input
          class="input"
          maxLength={LONGEST}
          value={texts.title ?? ""}
          onInput={(event) => write({ title: event.currentTarget.value })}
        />
      </Field>
      <Field label={say("text_subtitle")} hint={say("text_subtitle_hint")}>
        <input
          class="input"
          maxLength={LONGEST}
          value={texts.subtitle ?? ""}
          onInput={(event) => write({ subtitle: event.currentTarget.value })}
        />
      </Field>
      <Field label={say("text_greeting")} hint={say("text_greeting_hint")}>
        <textarea
          class="input"
          rows={2}
          maxLength={LONGEST}
          value={texts.greeting ?? ""}
          onInput={(event) => write({ greeting: event.currentTarget.value })}
        />
      </Field>
      <Field label={say("butlers_name")}>
        <input
          class="input"
          required
          maxLength={200}
          value={butler.name}
          onInput={(event) => draft.set({ butler: { name: event.currentTarget.value } })}
        />
      </Field>
      <div class="tight">
        <Choice
          label={say("rating_kind")}
          shown
          value={draft.value.rating}
          options={RATES.map((value) => ({ value, label: say(`rating_${value}`) }))}
          onChoose={(rating) => draft.set({ rating })}
        />
        <p class="small faint">{say("rating_kind_hint")}</p>
      </div>
      <Field label={say("site_language")} hint={say("site_language_hint")}>
        <select
          class="input"
          value={locale}
          onChange={(event) => draft.set({ locale: event.currentTarget.value })}
        >
          {Object.entries(LANGUAGES).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </Field>
    </section>
  );
}

/** Without the empty ones: those are the widget's own then. */
const worded = (texts: Texts): Texts =>
  Object.fromEntries(Object.entries(texts).filter(([, text]) => text)) as Texts;
