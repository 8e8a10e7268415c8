import type { Place } from "../place.ts";

/** Adds a style sheet to the widget. The page may have any root font size, so a rem of ours is what the
 * visitor's browser calls medium. */
export function addSheet({ host, root }: Pick<Place, "host" | "root">, css: string): void {
  const medium = Number.parseFloat(getComputedStyle(host).fontSize) || 16;
  const sheet = new CSSStyleSheet();
  const sized = css.replace(/([\d.]+)rem\b/g, (_, size: string) => `${Number(size) * medium}px`);
  const isOld = !CSS.supports("color", "light-dark(#000,oklch(from #000 l c h))");
  sheet.replaceSync(isOld ? plainColours(sized) : sized);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** For browsers before light-dark() and relative colours (2024): the light theme, with the brand itself where
 * it is dark and a grey where it is a wash. */
export function plainColours(css: string): string {
  return css
    .replace(/light-dark\((#\w+),\s*#\w+\)/g, "$1")
    .replace(/light-dark\(oklch\(from var\(--brand\) (.*?) [^;}]*/g, (_, lightness: string) =>
      /^\.[89]/.test(lightness) ? "#e9eff1" : "var(--brand)",
    );
}
