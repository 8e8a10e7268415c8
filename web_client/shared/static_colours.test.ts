import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { SHEETS, staticSheet } from "../static_colours.mjs";

test.each(Object.entries(SHEETS))("the plain colours for older browsers follow %s", (sheet, beside) => {
  const read = (name: string) => readFileSync(join(import.meta.dirname, name), "utf8");
  expect(read(beside)).toBe(staticSheet(sheet, read(sheet)));
});
