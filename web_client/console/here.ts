import { signal } from "@preact/signals";
import { type Route, routeOf } from "./routes.ts";

/** Where one is now; follows the address bar. */
export const here = signal<Route>(routeOf(location.hash));

addEventListener("hashchange", () => {
  here.value = routeOf(location.hash);
});

export function go(path: string): void {
  location.hash = path;
}
