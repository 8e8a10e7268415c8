import { useEffect, useState } from "preact/hooks";
import { withQuery } from "../api.ts";
import { monday, plusDays } from "../reports/dates.ts";
import { useFrame } from "../reports/frame.ts";
import { api } from "../session/session.ts";
import { Failed } from "../ui/blank.tsx";
import { Main } from "../ui/main.tsx";
import { reasonOf } from "../ui/reasons.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { toast } from "../ui/toasts.tsx";
import { Told } from "../ui/told.tsx";
import { say } from "../words.ts";
import { Head, weekWords } from "./head.tsx";
import type { WhatIfState } from "./kinds.ts";
import { WhatIfForm } from "./what_if_form.tsx";
import { WhatIfResult } from "./what_if_result.tsx";
import { queryOf, type Wish } from "./wish.ts";
import { tell } from "./words.ts";

const AGAIN_AFTER = 1_000; // ms, while it runs

/** A past week through the real desk: as it was, and with a change. */
export function WhatIfPage({ wish }: { wish: Wish }) {
  const { tz, today } = useFrame();
  // A week that is not over yet has no past.
  const last = plusDays(monday(today), -7);
  const over: Wish = { ...wish, week: [wish.week, last].sort()[0] ?? last };
  const [state, setState] = useState<WhatIfState | null>(null);
  const [lost, setLost] = useState<Parameters<typeof Failed>[0]["problem"] | null>(null);
  const look = async () => {
    const answer = await api.get<WhatIfState>("/what-if");
    if (answer.ok) setState(answer.value);
    setLost(answer.ok ? null : answer.problem);
  };
  const runs = state?.state === "running";
  useEffect(() => {
    void look();
    if (!runs) return;
    const timer = setInterval(() => void look(), AGAIN_AFTER);
    return () => clearInterval(timer);
  }, [runs]);

  async function begin(body: object) {
    const answer = await api.post<WhatIfState>(withQuery("/what-if", { tz }), body);
    if (answer.ok) setState(answer.value);
    else toast(answer.problem.code === "invalid" ? answer.problem.message : reasonOf(answer.problem));
  }

  async function cancel() {
    const answer = await api.delete<WhatIfState>("/what-if");
    if (answer.ok) setState(answer.value);
    else toast(reasonOf(answer.problem));
  }

  return (
    <Main>
      <Head part="what-if" wish={over} />
      <div class="wrap report staffing what-if">
        {lost && !state && <Failed problem={lost} onRetry={() => void look()} />}
        {!state && !lost && <Skeleton label={say("loading")} />}
        {state?.state === "running" && <Progress state={state} onCancel={() => void cancel()} />}
        {state?.state === "failed" && (
          <Told kind="bad" text={`${tell("comparison_failed")} ${state.problem ?? ""}`} />
        )}
        {state?.state === "cancelled" && <Told kind="plain" text={tell("comparison_cancelled")} />}
        {state?.state === "done" && state.result && <WhatIfResult state={state} result={state.result} />}
        <WhatIfForm key={queryOf(over)} wish={over} runs={runs} onBegin={(body) => void begin(body)} />
      </div>
    </Main>
  );
}

function Progress({ state, onCancel }: { state: WhatIfState; onCancel: () => void }) {
  return (
    <section class="card block" aria-label={tell("comparison_runs")}>
      <header>
        <h2>{tell("comparison_runs")}</h2>
        <p class="grow num">{state.asked && weekWords(state.asked.week)}</p>
        <button type="button" class="btn" onClick={onCancel}>
          {say("cancel")}
        </button>
      </header>
      <progress class="lived" max={state.total} value={state.done} aria-label={tell("comparison_runs")} />
      <p class="num soft" role="status">
        {tell("weeks_lived", { n: state.done, total: state.total })}
      </p>
    </section>
  );
}
