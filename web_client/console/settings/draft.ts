import { useLayoutEffect, useState } from "preact/hooks";
import { here, hold } from "../here.ts";
import type { Route } from "../routes.ts";
import { changesOf } from "./changes.ts";

export type Draft<T extends object> = {
  value: T;
  set: (change: Partial<T>) => void;
  /** The fields that differ from what is saved. */
  changes: Partial<T>;
  count: number;
  discard: () => void;
};

/** What is being edited beside what is saved. Who is about to leave it is asked first; `perTab` says that another
 * tab of the same settings loses it too. */
export function useDraft<T extends object>(saved: T, perTab = false): Draft<T> {
  const [edited, setEdited] = useState<Partial<T>>({});
  const changes = changesOf(saved, edited);
  const count = Object.keys(changes).length;
  useLayoutEffect(() => {
    if (count === 0) return;
    const from = here.peek();
    return hold((to) => placeOf(to, perTab) !== placeOf(from, perTab));
  }, [count > 0, perTab]);
  return {
    value: { ...saved, ...changes },
    set: (change) => setEdited((before) => ({ ...before, ...change })),
    changes,
    count,
    discard: () => setEdited({}),
  };
}

function placeOf(route: Route, perTab: boolean): string {
  if (route.page !== "settings") return route.page;
  return JSON.stringify([route.section, route.id, perTab && route.tab]);
}
