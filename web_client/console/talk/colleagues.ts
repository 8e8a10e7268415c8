import type { Named } from "../../shared/protocol.ts";
import type { State } from "../../shared/state.ts";
import type { Target } from "../actions.ts";
import type { Presence } from "../session/session.ts";

/** `taken` of `slots` chats. */
export type Colleague = {
  id: string;
  name: string;
  status: Presence;
  reason?: string;
  slots: number;
  taken: number;
  teams: readonly Named[];
};
/** `status` and `load` of a colleague; `back`: the queue that it came from. */
export type TargetShown = {
  to: Target;
  name: string;
  status: Presence | null;
  reason?: string;
  load: Load | null;
  back: boolean;
};
export type Load = { taken: number; slots: number };

const NEAREST: readonly Presence[] = ["online", "away", "offline"];

const isFull = (load: Load | null): boolean => load !== null && load.taken >= load.slots;

/** Whom a conversation can be handed to: colleagues who are here first, those with a free slot before the
 * others, then teams. */
export function targetsOf(
  colleagues: readonly Colleague[],
  state: State,
  viewer: { id: string; teams: readonly Named[] },
): TargetShown[] {
  const people = colleagues
    .filter((one) => one.id !== viewer.id && one.id !== state.agent?.id)
    .sort(
      (a, b) =>
        NEAREST.indexOf(a.status) - NEAREST.indexOf(b.status) ||
        Number(isFull(a)) - Number(isFull(b)) ||
        a.name.localeCompare(b.name),
    )
    .map((one) => ({
      to: { agent: one.id },
      name: one.name,
      status: one.status,
      reason: one.reason,
      load: { taken: one.taken, slots: one.slots },
      back: false,
    }));
  const teams = teamsOf(colleagues, viewer, state).map((team) => ({
    to: { team: team.id },
    name: team.name ?? team.id,
    status: null,
    load: null,
    back: team.id === state.team?.id,
  }));
  return [...people, ...teams];
}

/** Whom one would hand it to without looking: who is here and has a free slot; else a queue, its own first,
 * for a colleague who is full or away would only let the visitor wait. */
export function usualOf(targets: readonly TargetShown[]): Target | null {
  const free = targets.find((one) => one.status === "online" && !isFull(one.load));
  const queue = targets.find((one) => one.back) ?? targets.find((one) => one.status === null);
  return (free ?? queue ?? targets[0])?.to ?? null;
}

function teamsOf(
  colleagues: readonly Colleague[],
  viewer: { teams: readonly Named[] },
  state: State,
): Named[] {
  const known = new Map<string, Named>();
  for (const team of [...viewer.teams, ...colleagues.flatMap((one) => one.teams)]) known.set(team.id, team);
  if (state.team) known.set(state.team.id, state.team);
  return [...known.values()].sort((a, b) => (a.name ?? "").localeCompare(b.name ?? ""));
}
