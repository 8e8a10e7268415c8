// Browsers before light-dark() (Chrome 123, Safari 17.5, Firefox 120) and before relative colours (119, 16.4,
// 128) drop a custom property only when it is used, so a second declaration beside the first would not help.
// They get a block of plain light values instead: `node static_colours.mjs` writes it beside the tokens.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const DECLARATION = /(--[\w-]+):\s*([^;{}]*light-dark\([^;{}]*);/g;
const MISSING = "not ((color: light-dark(#000, #fff)) and (color: oklch(from #000 l c h)))";

/** `--name: value;` of every token of a sheet that differs by theme, as in the light one. */
export function lightTokens(css) {
  const rules = css.replace(/\/\*[\s\S]*?\*\//g, "");
  return [...rules.matchAll(DECLARATION)].map(([, name, value]) => `${name}: ${light(value)};`);
}

/** A value with each `light-dark(a, b)` in it replaced by its `a`. */
function light(value) {
  const start = value.indexOf("light-dark(");
  if (start < 0) return value.trim();
  const [first, end] = firstArgument(value, start + "light-dark(".length);
  return value.slice(0, start) + plain(first.trim()) + light(value.slice(end));
}

/** The first argument that begins at `from`, and where the whole call ends. */
function firstArgument(value, from) {
  let comma = -1;
  let at = from;
  for (let depth = 1; depth > 0; at++) {
    if (value[at] === "(") depth++;
    else if (value[at] === ")") depth--;
    else if (value[at] === "," && depth === 1 && comma < 0) comma = at;
  }
  return [value.slice(from, comma), at];
}

/** A shade of the brand as something that every browser understands: the brand itself where it is dark, a
 * grey of the same lightness where it is a wash. */
function plain(value) {
  const shade = /^oklch\(from var\(--brand\) [^\d.]*([\d.]+)/.exec(value);
  if (!shade) return value;
  const lightness = Number(shade[1]);
  if (lightness < 0.6) return "var(--brand)";
  return lightness < 0.75 ? "#8b9a9f" : lightness < 0.95 ? "#c9d3d6" : "#f1f5f6";
}

/** The sheet that stands beside `sheet`. */
export function staticSheet(sheet, css) {
  const block = `@supports ${MISSING} {\n  :root, :host, .cb-site {\n    ${lightTokens(css).join("\n    ")}\n  }\n}\n`;
  return `/* Written by static_colours.mjs from ${sheet}. Do not edit. */\n${block}`;
}

export const SHEETS = {
  "tokens.css": "tokens_static.css",
  "tokens_console.css": "tokens_console_static.css",
};

if (process.argv[1] === import.meta.filename) {
  for (const [sheet, beside] of Object.entries(SHEETS)) {
    const folder = join(import.meta.dirname, "shared");
    writeFileSync(join(folder, beside), staticSheet(sheet, readFileSync(join(folder, sheet), "utf8")));
  }
}
