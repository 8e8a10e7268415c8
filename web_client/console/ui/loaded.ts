import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { Answer, Problem } from "../api.ts";

export type Loaded<T> =
  | { state: "loading" }
  | { state: "failed"; problem: Problem }
  | { state: "ready"; value: T };

/** What `load` gives, asked again whenever `key` changes or `again` is called. What was there stays until
 * the new answer comes, as long as the key is the same. */
export function useLoaded<T>(key: string, load: () => Promise<Answer<T>>): [Loaded<T>, () => void] {
  const [shown, setShown] = useState<{ key: string; loaded: Loaded<T> }>({
    key,
    loaded: { state: "loading" },
  });
  const [turn, setTurn] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    let current = true;
    void latest.current().then((answer) => {
      if (current) setShown({ key, loaded: loadedOf(answer) });
    });
    return () => {
      current = false;
    };
  }, [key, turn]);
  const again = useCallback(() => setTurn((before) => before + 1), []);
  return [shown.key === key ? shown.loaded : { state: "loading" }, again];
}

const loadedOf = <T>(answer: Answer<T>): Loaded<T> =>
  answer.ok ? { state: "ready", value: answer.value } : { state: "failed", problem: answer.problem };
