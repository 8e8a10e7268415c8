import { computed, signal } from "@preact/signals";
import type { State } from "../../shared/state.ts";
import type { Desk } from "../desk.ts";
import { type Group, grouped, matches, resolvedOf, steady, type Tab } from "./shelf.ts";

export type Kind = "open" | "resolved";

/** What the inbox shows at the moment; kept while one looks elsewhere. */
export const tab = signal<Tab>("mine");
export const kind = signal<Kind>("open");
export const query = signal("");
/** Somebody points at the list: its order stays. */
export const pointed = signal(false);

/** The groups that are on screen, for one desk. */
export function shelfOf(desk: Desk) {
  let last: { of: string; groups: Group[] } = { of: "", groups: [] };
  return computed<Group[]>(() => {
    const me = desk.me.value;
    if (!me) return [];
    const found = [...desk.states.value.values()].filter((state) => matches(state, query.value));
    const resolved = tab.value === "all" && kind.value === "resolved";
    const groups = resolved ? resolvedGroup(found) : grouped(found, tab.value, me);
    const of = `${tab.value} ${kind.value} ${query.value}`;
    last = { of, groups: pointed.value && last.of === of ? steady(last.groups, groups) : groups };
    return last.groups;
  });
}

/** The conversation after or before `current` in the order on screen; the first when there is none. */
export function neighbour(groups: readonly Group[], current: string | null, step: 1 | -1): string | null {
  const ids = groups.flatMap((group) => group.states.map((state) => state.id));
  const at = current ? ids.indexOf(current) : -1;
  if (at < 0) return ids[0] ?? null;
  return ids[at + step] ?? null;
}

function resolvedGroup(states: readonly State[]): Group[] {
  const found = resolvedOf(states);
  return found.length ? [{ name: "resolved", states: found }] : [];
}
