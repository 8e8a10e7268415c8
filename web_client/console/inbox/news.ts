import type { State } from "../../shared/state.ts";
import { isAsked, isMine, type Viewer } from "./shelf.ts";

/** What somebody should look up for. */
export type News = { kind: "assigned" | "asked" | "message" | "nudged" | "ring"; state: State };

/** What a new state of a conversation tells its agent, compared with the one before, if we had one. */
export function newsOf(before: State | undefined, now: State, viewer: Viewer): News | null {
  if (rings(now, viewer) && !(before && rings(before, viewer))) return { kind: "ring", state: now };
  if (isAsked(now, viewer) && !(before && isAsked(before, viewer))) return { kind: "asked", state: now };
  if (!isMine(now, viewer) || now.status !== "open") return null;
  if (!before || !isMine(before, viewer)) return { kind: "assigned", state: now };
  if (now.agent_nudged_at && now.agent_nudged_at !== before.agent_nudged_at)
    return { kind: "nudged", state: now };
  const wrote = (now.unread ?? 0) > (before.unread ?? 0);
  return wrote ? { kind: "message", state: now } : null;
}

/** It waits for the first to take it, and he could. */
function rings(state: State, viewer: Viewer): boolean {
  if (!state.first_to_take || state.waiting !== "queue" || viewer.status !== "online") return false;
  const skills = viewer.skills ?? {};
  return (
    viewer.teams.some((team) => state.team === null || team.id === state.team.id) &&
    (state.skills ?? []).every((skill) => skill in skills)
  );
}
