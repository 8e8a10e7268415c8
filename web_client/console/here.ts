import { signal } from "@preact/signals";
import { type Route, routeOf } from "./routes.ts";

/** Where one is now; follows the address bar. */
export const here = signal<Route>(routeOf(location.hash));
/** Where one wants to go, while one is asked whether what is not saved may be lost. */
export const wanted = signal<string | null>(null);

type Loses = (to: Route) => boolean;
const holders = new Set<Loses>();
let shown = location.hash;

addEventListener("hashchange", () => {
  const to = routeOf(location.hash);
  if ([...holders].some((loses) => loses(to))) ask();
  else arrive(to);
});

// The browser asks by itself before the whole page is left.
addEventListener("beforeunload", (event) => {
  if (holders.size > 0) event.preventDefault();
});

export function go(path: string): void {
  location.hash = path;
}

/** Keeps one here, until the returned function is called, when going elsewhere would lose something. */
export function hold(loses: Loses): () => void {
  holders.add(loses);
  return () => holders.delete(loses);
}

/** Goes where one wanted to go, whatever is lost. */
export function leave(): void {
  const to = wanted.value;
  wanted.value = null;
  holders.clear();
  if (to === null) return;
  go(to);
  // At once: the browser tells of it a moment later, when one may be elsewhere already.
  arrive(routeOf(to));
}

export function stay(): void {
  wanted.value = null;
}

function ask(): void {
  wanted.value = location.hash;
  history.replaceState(null, "", shown || "#");
}

function arrive(to: Route): void {
  shown = location.hash;
  wanted.value = null;
  here.value = to;
}
