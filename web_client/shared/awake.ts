import type { Connection } from "./connection.ts";

/** Lets a connection notice at once that the network went or came, or that the page is looked at again.
 * Gives how to stop. */
export function keepAwake(connection: Connection, page: Window = window): () => void {
  const hurry = () => connection.hurry();
  const drop = () => connection.drop();
  const seen = () => page.document.visibilityState === "visible" && hurry();
  page.addEventListener("online", hurry);
  page.addEventListener("offline", drop);
  page.document.addEventListener("visibilitychange", seen);
  return () => {
    page.removeEventListener("online", hurry);
    page.removeEventListener("offline", drop);
    page.document.removeEventListener("visibilitychange", seen);
  };
}
