import { defineConfig } from "vitest/config";

// light-dark() and relative colours are kept as they are: static_colours.mjs gives older browsers a plain
// light theme, which no transpiler could do for a brand colour that is only known in the browser.
const browsers = ["chrome123", "safari17.5", "firefox128"];

/** What all builds have in common. */
export const shared = {
  configFile: false,
  logLevel: "warn",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    assetsDir: "assets",
    emptyOutDir: false,
    copyPublicDir: false,
    target: "es2022",
    cssTarget: browsers,
    cssMinify: "lightningcss",
    assetsInlineLimit: 0,
  },
};

export default defineConfig({
  oxc: shared.oxc,
  test: { include: ["**/*.test.{ts,tsx}"], exclude: ["node_modules", "dist"] },
});
