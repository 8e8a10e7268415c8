import { useState } from "preact/hooks";

export type Draft<T extends object> = {
  value: T;
  set: (change: Partial<T>) => void;
  /** The fields that differ from what is saved. */
  changes: Partial<T>;
  count: number;
  discard: () => void;
};

/** What is being edited beside what is saved. */
export function useDraft<T extends object>(saved: T): Draft<T> {
  const [edited, setEdited] = useState<Partial<T>>({});
  const changes = changesOf(saved, edited);
  return {
    value: { ...saved, ...changes },
    set: (change) => setEdited((before) => ({ ...before, ...change })),
    changes,
    count: Object.keys(changes).length,
    discard: () => setEdited({}),
  };
}

/** The edited fields that are not as saved any more. */
export function changesOf<T extends object>(saved: T, edited: Partial<T>): Partial<T> {
  const differs = ([name, value]: [string, unknown]) =>
    JSON.stringify(value) !== JSON.stringify(saved[name as keyof T]);
  return Object.fromEntries(Object.entries(edited).filter(differs)) as Partial<T>;
}
