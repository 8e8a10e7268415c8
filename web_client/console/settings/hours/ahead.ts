import { useEffect, useState } from "preact/hooks";
import type { Problem } from "../../api.ts";
import { api } from "../../session/session.ts";
import { type Ahead, type Edited, sentOf } from "./hours.ts";

const SETTLED = 250; // ms after the last change

/** What the hours would mean, asked again after each change. The last answer stays until the next one comes. */
export function useAhead(edited: Edited): {
  ahead: Ahead | null;
  problem: Problem | null;
  isCurrent: boolean;
} {
  const asked = edited.always ? null : JSON.stringify(sentOf(edited));
  const [ahead, setAhead] = useState<Ahead | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [answered, setAnswered] = useState<string | null>(null);
  useEffect(() => {
    if (asked === null) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await api.post<Ahead>("/hours/preview", { calendar: JSON.parse(asked) });
      if (!isCurrent) return;
      if (answer.ok) setAhead(answer.value);
      setProblem(answer.ok ? null : answer.problem);
      setAnswered(asked);
    }, SETTLED);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [asked]);
  return { ahead, problem, isCurrent: answered === asked };
}
