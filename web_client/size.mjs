// What a visitor downloads, brotli at the level that servers use for files that are made once. Exits 1 when a
// budget is exceeded.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const dist = join(import.meta.dirname, "dist");
const packed = (path) => brotliCompressSync(readFileSync(join(dist, path))).length;

export const BUDGETS = { loader: 2_048, interface: 15_360, all: 32_768 };

/** Bytes of each language: the loader, the loader with the interface, and all with the conversation's code
 * and the socket client. */
export function sizes() {
  const names = readdirSync(join(dist, "assets"));
  const of = (name) =>
    packed(`assets/${names.find((file) => file.startsWith(name) && file.endsWith(".js"))}`);
  const languages = names.filter((name) => /^widget-.*\.js$/.test(name)).map((name) => name.split("-")[1]);
  const loader = packed("widget.js");
  return languages.map((language) => {
    const both = loader + of(`widget-${language}-`);
    return { language, loader, interface: both, all: both + of(`talk-${language}-`) };
  });
}

if (process.argv[1] === import.meta.filename) {
  const found = sizes();
  console.table(found);
  const over = found.flatMap((one) => Object.keys(BUDGETS).filter((part) => one[part] > BUDGETS[part]));
  if (over.length) throw new Error(`over budget: ${[...new Set(over)].join(", ")}`);
}
