// Makes dist/: the pages (console, demo shop).
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";
import { shared } from "./vite.config.mjs";

const root = import.meta.dirname;
const dist = join(root, "dist");

async function pages() {
  const input = [...htmlOf("console"), ...htmlOf("demo")];
  if (input.length) await build({ ...shared, build: { ...shared.build, rolldownOptions: { input } } });
}

function htmlOf(folder) {
  const path = join(root, folder);
  const names = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(".html")) : [];
  return names.map((name) => join(path, name));
}

rmSync(dist, { recursive: true, force: true });
await pages();
