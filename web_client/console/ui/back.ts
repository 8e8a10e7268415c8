import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** There is no connection, and the page says so at its top: nothing below has to say it again. */
export const isAway = signal(false);

const waiting = new Set<() => void>();

/** There is a connection again: what did not come for want of one is asked for once more. */
export function isBack(): void {
  for (const call of [...waiting]) call();
}

/** Calls whenever there is a connection again; gives how to stop that. */
export function whenBack(call: () => void): () => void {
  waiting.add(call);
  return () => waiting.delete(call);
}

/** The same while a component is shown, and only if `wanted`. */
export function useWhenBack(wanted: boolean, call: () => void): void {
  const latest = useRef(call);
  latest.current = call;
  useEffect(() => (wanted ? whenBack(() => latest.current()) : undefined), [wanted]);
}

// The browser knows of its own network; of the server's only the desk does, which says so too.
globalThis.addEventListener?.("online", isBack);
