import { type ReadonlySignal, signal } from "@preact/signals";
import type { Watched } from "./watched.ts";

/** A signal that follows a watched value for as long as the page lives. */
export function asSignal<T>(watched: Watched<T>): ReadonlySignal<T> {
  const followed = signal(watched.value);
  watched.subscribe((value) => {
    followed.value = value;
  });
  return followed;
}
