import { Icon } from "../../../shared/icon.tsx";
import { close } from "../../../shared/icons.ts";
import { Field } from "../../ui/field.tsx";
import { capital, locale, say } from "../../words.ts";

// What most people write to a shop in; others may be set by the API.
const OFFERED =
  "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru sk sl sr sv th tr uk ur vi zh".split(
    " ",
  );

/** "Italian", in the reader's language. */
export function languageName(language: string): string {
  try {
    const name = new Intl.DisplayNames([locale.value], { type: "language" }).of(language) ?? language;
    return capital(name);
  } catch {
    return language;
  }
}

type Props = {
  chosen: readonly string[];
  /** What it means that none is chosen, or some. */
  any?: string;
  some?: string;
  onChange: (chosen: string[]) => void;
};

/** The languages that somebody answers in; none: any. */
export function Languages({ chosen, any, some, onChange }: Props) {
  const left = OFFERED.filter((one) => !chosen.includes(one)).map((code) => ({
    code,
    name: languageName(code),
  }));
  left.sort((a, b) => a.name.localeCompare(b.name, locale.value));
  return (
    <div class="tight">
      {chosen.length > 0 && (
        <ul class="row tags">
          {chosen.map((code) => (
            <li key={code} class="tag brand">
              {languageName(code)}
              <button
                type="button"
                class="tag-off"
                aria-label={say("take_away", { what: languageName(code) })}
                onClick={() => onChange(chosen.filter((one) => one !== code))}
              >
                <Icon d={close} small />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Field
        label={say("languages")}
        hint={chosen.length ? (some ?? say("languages_some")) : (any ?? say("languages_any"))}
      >
        <select
          class="input"
          value=""
          onChange={(event) => {
            if (event.currentTarget.value) onChange([...chosen, event.currentTarget.value]);
          }}
        >
          <option value="">{say("add_language")}</option>
          {left.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </Field>
    </div>
  );
}
