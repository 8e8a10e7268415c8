import type { Connection } from "./connection.ts";

const LOOK_EVERY = 5_000; // ms

/** Lets a connection notice at once that the network went or came, that the device slept, that the page is
 * looked at again or was taken out of the browser's back and forward cache. Gives how to stop. */
export function keepAwake(connection: Connection, page: Window = window): () => void {
  const stop = new AbortController();
  const on = (target: EventTarget, event: string, heard: (event: Event) => void) =>
    target.addEventListener(event, heard, { signal: stop.signal });
  const hurry = () => connection.hurry();
  on(page, "online", hurry);
  on(page, "offline", () => connection.drop());
  on(page.document, "visibilitychange", () => page.document.visibilityState === "visible" && hurry());
  on(page, "pageshow", (event) => {
    // Kept frozen, it heard nothing: whatever the socket says of itself, it begins anew.
    if ((event as PageTransitionEvent).persisted) connection.drop();
    hurry();
  });
  const looking = setInterval(() => connection.check(), LOOK_EVERY);
  return () => {
    stop.abort();
    clearInterval(looking);
  };
}
