/** A text by number: the forms that the language has (Intl.PluralRules), `other` always. */
export type Plural = { [form in Intl.LDMLPluralRule]?: string } & { other: string };
export type Text = string | Plural;
export type Messages = Record<string, Text>;

/** What a translation must have: each key of the English file, as a text or by number as there. */
export type Translation<English extends Messages> = {
  [Key in keyof English]: English[Key] extends string ? string : Plural;
};

type Placeholder<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholder<Rest> : never;
type Forms<T> = T extends string ? T : T[keyof T];
type Values<T> = [Placeholder<Forms<T>>] extends [never]
  ? [values?: Record<string, never>]
  : [values: Record<Placeholder<Forms<T>> | (T extends string ? never : "n"), string | number>];

/** Gives the text of a key; `{name}` becomes the value of that name, and `n` chooses the plural's form. */
export type Say<English extends Messages> = <Key extends keyof English & string>(
  key: Key,
  ...values: Values<English[Key]>
) => string;

/** The texts of one language. English files end in `as const satisfies Messages`, so that keys and
 * placeholders are checked where texts are used. */
export function speaker<English extends Messages>(texts: Translation<English>, locale: string): Say<English> {
  const rules = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale);
  const shown = (value: unknown) => (typeof value === "number" ? numbers.format(value) : String(value ?? ""));
  return (key, ...[values]) => {
    const text: Text = texts[key];
    const given = (values ?? {}) as Record<string, string | number>;
    const form = typeof text === "string" ? text : (text[rules.select(Number(given.n))] ?? text.other);
    return form.replace(/\{(\w+)\}/g, (_, name: string) => shown(given[name]));
  };
}

/** The first wanted locale whose language we have ("de-AT" is served by "de"), else the first that we have. */
export function chosenLanguage(wanted: readonly string[], have: readonly string[]): string {
  for (const locale of wanted) {
    const language = locale.toLowerCase().split(/[-_]/)[0] ?? "";
    if (have.includes(language)) return language;
  }
  return have[0] ?? "en";
}

/** `wanted` where Intl knows it and it is of this language, else the language: browsers also say "en-US@posix". */
export function localeFor(language: string, wanted: string | undefined): string {
  try {
    return wanted?.toLowerCase().startsWith(language) ? new Intl.Locale(wanted).toString() : language;
  } catch {
    return language;
  }
}

const RIGHT_TO_LEFT = new Set(["ar", "dv", "fa", "he", "ks", "ku", "ps", "sd", "ug", "ur", "yi"]);

export function directionOf(locale: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(locale.toLowerCase().split(/[-_]/)[0] ?? "") ? "rtl" : "ltr";
}
