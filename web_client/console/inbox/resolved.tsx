import { useState } from "preact/hooks";
import type { State } from "../../shared/state.ts";
import { type Page, type Problem, withQuery } from "../api.ts";
import type { Desk } from "../desk.ts";
import { api } from "../session/session.ts";
import { Failed } from "../ui/blank.tsx";
import { useLoaded } from "../ui/loaded.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { say } from "../words.ts";

const PATH = "/conversations?view=all&status=resolved";

/** Fetches resolved conversations page by page; the list itself shows what the desk then has. */
export function Resolved({ desk }: { desk: Desk }) {
  const [next, setNext] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function page(cursor: string | null) {
    const answer = await api.get<Page<State>>(withQuery(PATH, { cursor }));
    setProblem(answer.ok ? null : answer.problem);
    if (answer.ok) {
      for (const state of answer.value.items) desk.put(state);
      setNext(answer.value.next);
    }
    return answer;
  }

  const [first, again] = useLoaded("resolved", () => page(null));
  if (first.state === "loading") return <Skeleton label={say("loading_conversations")} />;
  if (first.state === "failed") return <Failed problem={first.problem} onRetry={again} />;
  if (problem) return <Failed problem={problem} onRetry={() => void page(next)} />;
  if (!next) return <p class="end small faint">{say("that_is_all")}</p>;
  return (
    <p class="end">
      <button type="button" class="btn" onClick={() => void page(next)}>
        {say("more")}
      </button>
    </p>
  );
}
