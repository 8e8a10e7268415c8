import { useEffect, useState } from "preact/hooks";
import type { Answer } from "../../api.ts";
import { api } from "../../session/session.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Told } from "../../ui/told.tsx";
import { locale, say } from "../../words.ts";
import { asked, type Means, type Sla, TARGETS, whyRefused } from "./slas.ts";

const SETTLED = 300; // ms after the last change

/** What it would mean for a message on a Friday afternoon, reckoned by the server. */
export function SlaMeans({ sla }: { sla: Sla }) {
  const { answer, isCurrent } = usePreview(sla);
  return (
    <aside class="preview what" aria-labelledby="s-means" aria-busy={!isCurrent}>
      <header>
        <h2 id="s-means">{say("sla_means")}</h2>
      </header>
      <div role="status">
        {!answer && <Skeleton label={say("loading")} rows={2} />}
        {answer && !answer.ok && (
          <div class="what-now">
            <Told kind="bad" text={whyRefused(answer.problem)} />
          </div>
        )}
        {answer?.ok && answer.value.items.map((means) => <Place key={means.id} means={means} sla={sla} />)}
      </div>
    </aside>
  );
}

function Place({ means, sla }: { means: Means; sla: Sla }) {
  const shown = (at: number) =>
    new Intl.DateTimeFormat(locale.value, {
      weekday: "long",
      day: "numeric",
      month: "long",
      hour: "2-digit",
      minute: "2-digit",
      timeZone: means.tz,
    }).format(at);
  const place = means.name;
  return (
    <div class="what-now">
      {sla.clock === "business" && (
        <h3>{means.always_open ? say("sla_always_open", { place }) : say("sla_hours_of", { place })}</h3>
      )}
      <p>{say("sla_message_at", { when: shown(means.at) })}</p>
      <ul class="tight">
        {TARGETS.map((target) => {
          const due = means[target];
          return due === null ? null : (
            <li key={target}>{say(`sla_must_${target}`, { when: shown(due) })}</li>
          );
        })}
      </ul>
      <p class="faint small">{means.tz}</p>
    </div>
  );
}

function usePreview(sla: Sla): { answer: Answer<{ items: Means[] }> | null; isCurrent: boolean } {
  const wish = JSON.stringify({ sla: asked(sla) });
  const [shown, setShown] = useState<{ wish: string; answer: Answer<{ items: Means[] }> } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const answer = await api.post<{ items: Means[] }>("/slas/preview", JSON.parse(wish));
      if (isCurrent) setShown({ wish, answer });
    }, SETTLED);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [wish]);
  return { answer: shown?.answer ?? null, isCurrent: shown?.wish === wish };
}
