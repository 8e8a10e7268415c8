import type { Named } from "../../shared/protocol.ts";
import type { State } from "../../shared/state.ts";
import { answerDue } from "../ui/due.ts";

export type Tab = "mine" | "waiting" | "all";
/** Who must act next. */
export type GroupName =
  | "asked"
  | "reply"
  | "queue"
  | "colleague"
  | "bot"
  | "visitor"
  | "snoozed"
  | "resolved";
export type Group = { name: GroupName; states: readonly State[] };
export type Viewer = {
  id: string;
  role: string;
  teams: readonly Named[];
  status?: string;
  skills?: Readonly<Record<string, number>>;
};

const ORDER: Record<Tab, readonly GroupName[]> = {
  mine: ["asked", "reply", "visitor", "snoozed"],
  waiting: ["queue"],
  all: ["asked", "reply", "queue", "colleague", "bot", "visitor", "snoozed"],
};

export const isMine = (state: State, viewer: Viewer): boolean => state.agent?.id === viewer.id;

/** Is he asked to take it over? */
export const isAsked = (state: State, viewer: Viewer): boolean =>
  state.asked_colleague?.id === viewer.id && state.status !== "resolved";

/** Does a conversation still belong on this agent's screen? As the server has it (who may what). */
export function maySee(state: State, viewer: Viewer): boolean {
  if (viewer.role !== "agent" || state.team === null) return true;
  if (isMine(state, viewer) || isAsked(state, viewer)) return true;
  return viewer.teams.some((team) => team.id === state.team?.id);
}

export function belongs(state: State, tab: Tab, viewer: Viewer): boolean {
  if (state.status === "resolved") return false;
  if (tab === "mine") return isMine(state, viewer) || isAsked(state, viewer);
  return tab === "all" || state.waiting === "queue";
}

export function groupOf(state: State, viewer: Viewer): GroupName {
  if (isAsked(state, viewer)) return "asked";
  if (state.status !== "open") return state.status;
  if (state.waiting === "agent") return isMine(state, viewer) ? "reply" : "colleague";
  return state.waiting ?? "visitor";
}

/** A tab's conversations, grouped by who must act, in each group the one whose answer is promised first, then the
 * one that waits longest; in the queue the one that is served next. */
export function grouped(states: Iterable<State>, tab: Tab, viewer: Viewer): Group[] {
  const shown = [...states].filter((state) => belongs(state, tab, viewer)).sort(firstDueFirst);
  return ORDER[tab]
    .map((name) => {
      const states = shown.filter((state) => groupOf(state, viewer) === name);
      return { name, states: name === "queue" ? states.sort(nextFirst) : states };
    })
    .filter((group) => group.states.length > 0);
}

export const counted = (states: Iterable<State>, tab: Tab, viewer: Viewer): number =>
  [...states].filter((state) => belongs(state, tab, viewer)).length;

/** Resolved ones, the last one first. */
export const resolvedOf = (states: Iterable<State>): State[] =>
  [...states]
    .filter((state) => state.status === "resolved")
    .sort((a, b) => (b.resolved_at ?? 0) - (a.resolved_at ?? 0));

/** How many of my conversations wait for my reply. */
export const repliesDue = (states: Iterable<State>, viewer: Viewer): number =>
  [...states].filter((state) => groupOf(state, viewer) === "reply").length;

/** Is every word of `query` in the name, the last message or the tags? */
export function matches(state: State, query: string): boolean {
  const words = folded(query).split(/\s+/).filter(Boolean);
  const text = folded(
    [state.visitor.name, state.preview?.text, state.agent?.name, ...(state.tags ?? []), state.id].join(" "),
  );
  return words.every((word) => text.includes(word));
}

/** The next order while somebody points at the list: whatever is there keeps its place and group, what is
 * new stands at the end of its group, what has gone is gone. */
export function steady(before: readonly Group[], next: readonly Group[]): Group[] {
  const fresh = new Map(next.flatMap((group) => group.states.map((state) => [state.id, state] as const)));
  const held = new Set(before.flatMap((group) => group.states.map((state) => state.id)));
  const names = [...new Set([...before, ...next].map((group) => group.name))];
  const placed = (groups: readonly Group[], name: GroupName) =>
    groups.find((group) => group.name === name)?.states ?? [];
  return names
    .map((name) => {
      const stays = placed(before, name).flatMap((state) => fresh.get(state.id) ?? []);
      const comes = placed(next, name).filter((state) => !held.has(state.id));
      return { name, states: [...stays, ...comes] };
    })
    .filter((group) => group.states.length > 0);
}

/** As the server has it; whose place it does not say comes last. */
function nextFirst(a: State, b: State): number {
  const [first, second] = [a.queue_rank ?? [Infinity], b.queue_rank ?? [Infinity]];
  const place = first.findIndex((part, at) => part !== second[at]);
  return place < 0 ? longestWaitFirst(a, b) : (first[place] ?? 0) - (second[place] ?? 0);
}

function firstDueFirst(a: State, b: State): number {
  const [first, second] = [answerDue(a), answerDue(b)];
  return first === second ? longestWaitFirst(a, b) : first - second;
}

function longestWaitFirst(a: State, b: State): number {
  return (a.waiting_since ?? a.started_at) - (b.waiting_since ?? b.started_at) || (a.id < b.id ? -1 : 1);
}

const folded = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{Diacritic}/gu, "")
    .toLocaleLowerCase();
