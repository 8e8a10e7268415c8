import { expect, test } from "vitest";
import type { Text } from "../../shared/i18n.ts";
import german from "./de.ts";
import english from "./en.ts";
import italian from "./it.ts";
import polish from "./pl.ts";

const placeholders = (text: Text) => {
  const forms = typeof text === "string" ? [text] : Object.values(text);
  return forms.map((form) => (form.match(/\{\w+\}/g) ?? []).sort().join());
};

test.each(Object.entries({ german, italian, polish }))("%s says everything that English says", (_, texts) => {
  expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort());
  for (const [key, text] of Object.entries(english)) {
    const [wanted] = placeholders(text);
    for (const found of placeholders(texts[key as keyof typeof english])) expect(found, key).toBe(wanted);
  }
});
