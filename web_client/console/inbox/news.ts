import type { State } from "../../shared/state.ts";
import { isMine, type Viewer } from "./shelf.ts";

/** What somebody should look up for. */
export type News = { kind: "assigned" | "message"; state: State };

/** What a new state of a conversation tells its agent, compared with the one before, if we had one. */
export function newsOf(before: State | undefined, now: State, viewer: Viewer): News | null {
  if (!isMine(now, viewer) || now.status !== "open") return null;
  if (!before || !isMine(before, viewer)) return { kind: "assigned", state: now };
  const wrote = (now.unread ?? 0) > (before.unread ?? 0);
  return wrote ? { kind: "message", state: now } : null;
}
