import { useMemo } from "preact/hooks";
import type { Loaded } from "../ui/loaded.ts";
import { seen, useAnswer } from "./asked.ts";
import type { Figure } from "./kinds.ts";
import { unitOf } from "./registry.ts";

/** What GET `path` gives, in the unit that it is shown in; null: nothing is asked. */
export function useFigure(path: string | null): [Loaded<Figure>, () => void] {
  const [answer, again] = useAnswer<Figure>(path);
  const shown = useMemo(
    () => (answer.state === "ready" ? { ...answer, value: inItsUnit(answer.value) } : answer),
    [answer],
  );
  return [shown, again];
}

/** What is known of it already, without asking. */
export function seenFigure(path: string): Figure | null {
  const found = seen<Figure>(path);
  return found && inItsUnit(found);
}

const inItsUnit = (figure: Figure): Figure => ({ ...figure, unit: unitOf(figure) });
