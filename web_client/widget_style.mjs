// The widget's style sheets as `#style`, `#talk-style` and the like: minified, and without the tokens and rules of
// the shared sheets that the widget does not use.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "lightningcss";

const root = import.meta.dirname;
const read = (path) => readFileSync(join(root, path), "utf8");
const SHEETS = {
  "#style": ["shared/tokens.css", "shared/ui.css", "widget/front/front.css"],
  "#talk-style": ["widget/talk/talk.css"],
  "#rating-style": ["widget/talk/rating.css"],
  "#teaser-style": ["widget/talk/teaser.css"],
  "#topics-style": ["widget/talk/topics.css"],
};
// light-dark() stays as it is: front/sheet.ts helps browsers that do not know it.
const version = (major, minor = 0) => (major << 16) | (minor << 8);
const targets = { chrome: version(123), safari: version(17, 5), firefox: version(128) };

export function widgetStyle() {
  return {
    name: "widget-style",
    enforce: "pre",
    resolveId: (id) => (id in SHEETS ? `\0${id}` : null),
    load: (id) =>
      id.slice(1) in SHEETS ? `export default ${JSON.stringify(style(SHEETS[id.slice(1)]))}` : null,
  };
}

function style(paths) {
  const used = { tokens: tokensIn(Object.values(SHEETS).flat()), words: wordsOfSources() };
  return minified(paths.map(read).join("\n"), used);
}

function minified(css, { tokens, words }) {
  const isUsed = (part) => part.type !== "class" || words.has(part.name);
  const visitor = {
    Declaration: { custom: (one) => (one.name.startsWith("--") && !tokens.has(one.name) ? [] : undefined) },
    Rule: {
      style: (rule) => (rule.value.selectors.some((selector) => selector.every(isUsed)) ? undefined : []),
    },
  };
  const { code } = transform({
    filename: "widget.css",
    code: Buffer.from(css),
    minify: true,
    targets,
    visitor,
  });
  return code.toString();
}

/** The custom properties that anything but an unused one asks for. */
function tokensIn(paths) {
  const css = paths
    .map(read)
    .join("\n")
    .replace(/\/\*[\s\S]*?\*\//g, "");
  const uses = (text) => [...text.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name);
  const used = new Set(["--brand", ...uses(css.replace(/--[\w-]+:[^;}]*/g, ""))]);
  for (const [, name, value] of [...css.matchAll(/(--[\w-]+):([^;}]*)/g)].reverse()) {
    if (used.has(name)) for (const each of uses(value)) used.add(each);
  }
  return used;
}

/** Every word of the widget's sources: a class that is none of them is given to nothing. */
function wordsOfSources() {
  const folders = ["widget", "widget/front", "widget/talk", "shared"];
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name)),
  );
  const sources = files.filter((name) => /^widget.*\.tsx?$|^shared\/(avatar|icon)\.tsx$/.test(name));
  return new Set(sources.flatMap((name) => read(name).match(/[\w-]+/g) ?? []));
}
