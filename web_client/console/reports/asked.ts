import { effect, type Signal, signal } from "@preact/signals";
import { useCallback, useEffect } from "preact/hooks";
import { api, me } from "../session/session.ts";
import { isAway, whenBack } from "../ui/back.ts";
import type { Loaded } from "../ui/loaded.ts";

// Each figure is a request of its own, and appears as soon as it is ready. Few at a time, so that the last ones
// do not wait in the network until they are given up.
const AT_ONCE = 4;
const FRESH = 60_000; // ms
const KEPT = 400; // answers

type Entry = { answer: Signal<Loaded<unknown>>; at: number; watchers: number; asking: boolean };

const entries = new Map<string, Entry>();
const queue: string[] = [];
let asking = 0;
/** Rises when the network comes back: what was on its way before may hang, and is not waited for. */
let round = 0;

const LOADING: Loaded<never> = { state: "loading" };

/** What GET `path` gives; null: nothing is asked. What was there stays until a newer answer comes. */
export function useAnswer<T>(path: string | null): [Loaded<T>, () => void] {
  useEffect(() => (path === null ? undefined : watch(path)), [path]);
  const again = useCallback(() => path !== null && ask(path), [path]);
  const answer = path === null ? LOADING : (entryOf(path).answer.value as Loaded<T>);
  // Without a network each figure of a page would say the same: they are on their way until it is back.
  const isWaiting = isAway.value && answer.state === "failed" && answer.problem.code === "offline";
  return [isWaiting ? LOADING : answer, again];
}

/** What is known of it already, without asking. */
export function seen<T>(path: string): T | null {
  const found = entryOf(path).answer.value;
  return found.state === "ready" ? (found.value as T) : null;
}

function watch(path: string): () => void {
  const entry = entryOf(path);
  entry.watchers++;
  if (!entry.asking && (entry.answer.peek().state !== "ready" || Date.now() - entry.at > FRESH)) ask(path);
  return () => {
    entry.watchers--;
  };
}

function entryOf(path: string): Entry {
  const found = entries.get(path);
  if (found) return found;
  const made: Entry = { answer: signal(LOADING), at: 0, watchers: 0, asking: false };
  entries.set(path, made);
  if (entries.size > KEPT) forgetOldest();
  return made;
}

function ask(path: string): void {
  const entry = entryOf(path);
  if (entry.asking) return;
  entry.asking = true;
  if (entry.answer.peek().state === "failed") entry.answer.value = LOADING;
  queue.push(path);
  next();
}

function next(): void {
  while (asking < AT_ONCE) {
    const path = queue.shift();
    if (path === undefined) return;
    const entry = entries.get(path);
    // Whoever asked for it may have left meanwhile.
    if (!entry || entry.watchers === 0) {
      if (entry) entry.asking = false;
      continue;
    }
    asking++;
    void fetched(path, entry);
  }
}

async function fetched(path: string, entry: Entry): Promise<void> {
  const begun = round;
  const answer = await api.workedOut<unknown>(path);
  if (begun !== round) return;
  asking--;
  entry.asking = false;
  entry.at = Date.now();
  entry.answer.value = answer.ok
    ? { state: "ready", value: answer.value }
    : { state: "failed", problem: answer.problem };
  next();
}

function forgetOldest(): void {
  for (const [path, entry] of entries) {
    if (entries.size <= KEPT) return;
    if (entry.watchers === 0 && !entry.asking) entries.delete(path);
  }
}

// What did not come for want of a connection is asked for again when there is one.
whenBack(() => {
  round++;
  asking = 0;
  queue.length = 0;
  for (const [path, entry] of entries) {
    const answer = entry.answer.peek();
    const isLost = answer.state === "failed" && answer.problem.code === "offline";
    const isHeldUp = entry.asking;
    entry.asking = false;
    if (entry.watchers > 0 && (isLost || isHeldUp)) ask(path);
  }
});

// Somebody else sees what is his own to see.
let whose: string | null = null;
effect(() => {
  const id = me.value?.id ?? null;
  if (id !== whose) entries.clear();
  whose = id;
});
