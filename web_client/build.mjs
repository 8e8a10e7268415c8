// Makes dist/: the widget (its interface once for each language, so that a visitor loads only his own) and the
// pages (console, demo shop).
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build } from "vite";
import { slimSockets } from "./slim_sockets.mjs";
import { shared } from "./vite.config.mjs";
import { widgetStyle } from "./widget_style.mjs";

const root = import.meta.dirname;
// Made aside and moved at the end, so that a running server never serves half of it.
const dist = join(root, "node_modules", `.dist-${process.pid}`);

/** Builds one module below widget/; gives its path below dist. */
async function script(input, { output, define = {}, alias = {}, plugins = [] }) {
  const made = await build({
    ...shared,
    define,
    plugins: [...plugins, withoutPreloading],
    resolve: { alias },
    build: {
      ...shared.build,
      outDir: dist,
      modulePreload: false,
      rolldownOptions: {
        input: join(root, "widget", input),
        preserveEntrySignatures: "allow-extension",
        output: { chunkFileNames: "assets/[name]-[hash].js", ...output },
        treeshake: { moduleSideEffects: false },
      },
    },
  });
  return made.output.find((file) => file.isEntry).fileName;
}

// Our chunks have no style sheets of their own to wait for.
const withoutPreloading = {
  name: "without-preloading",
  enforce: "pre",
  load: (id) => (id.includes("vite/preload-helper") ? "export const __vitePreload = (load) => load()" : null),
};

const quoted = (constants) =>
  Object.fromEntries(Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]));

async function widget() {
  const interfaces = {};
  for (const name of readdirSync(join(root, "widget/messages")).filter((name) => !name.includes(".test."))) {
    const language = basename(name, ".ts");
    interfaces[language] = await script("main.tsx", {
      output: {
        entryFileNames: `assets/widget-${language}-[hash].js`,
        chunkFileNames: `assets/[name]-${language}-[hash].js`,
      },
      alias: {
        "#words": join(root, "widget/messages", name),
        "preact/jsx-runtime": join(root, "widget/jsx.ts"),
      },
      plugins: [widgetStyle(), slimSockets()],
    });
  }
  await script("loader.ts", {
    output: { format: "iife", entryFileNames: "widget.js" },
    define: quoted({ __INTERFACES__: interfaces }),
  });
}

async function pages() {
  const input = [...htmlOf("console"), ...htmlOf("demo")];
  if (input.length)
    await build({ ...shared, build: { ...shared.build, outDir: dist, rolldownOptions: { input } } });
}

function htmlOf(folder) {
  const path = join(root, folder);
  const names = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith(".html")) : [];
  return names.map((name) => join(path, name));
}

/** Puts what the server gives to browsers that take brotli beside each text. */
function compressed() {
  for (const name of readdirSync(dist, { recursive: true })) {
    if (!/\.(js|css|html|svg)$/.test(name)) continue;
    const path = join(dist, name);
    writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)));
  }
}

await widget();
await pages();
compressed();
rmSync(join(root, "dist"), { recursive: true, force: true });
renameSync(dist, join(root, "dist"));
