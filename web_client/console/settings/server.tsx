import type { Problem } from "../api.ts";
import { api } from "../session/session.ts";
import { type AwayReason, awayReasons } from "../ui/absences.ts";
import { Failed } from "../ui/blank.tsx";
import { useLoaded } from "../ui/loaded.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { Switch } from "../ui/switch.tsx";
import { toast } from "../ui/toasts.tsx";
import { say } from "../words.ts";
import { AwayReasons, savedReasons } from "./away.tsx";
import { useDraft } from "./draft.ts";
import { SettingsForm } from "./form.tsx";
import { MailCard } from "./mail.tsx";

type Installation = { per_agent_figures: boolean; away_reasons: AwayReason[] };

/** What holds for the whole installation. */
export function ServerPage() {
  const [found, again] = useLoaded("/settings", () => api.get<Installation>("/settings"));
  return (
    <>
      <header class="bar">
        <h1>{say("set_server")}</h1>
      </header>
      <div class="split one">
        {found.state === "loading" && <Skeleton label={say("loading")} />}
        {found.state === "failed" && <Failed problem={found.problem} onRetry={again} />}
        {found.state === "ready" && <Open saved={found.value} onSaved={again} />}
        <MailCard />
      </div>
    </>
  );
}

function Open({ saved, onSaved }: { saved: Installation; onSaved: () => void }) {
  const draft = useDraft(saved);
  async function save(): Promise<Problem | null> {
    const { away_reasons: reasons } = draft.changes;
    const wish = { ...draft.changes, ...(reasons && { away_reasons: savedReasons(reasons) }) };
    const answer = await api.patch<Installation>("/settings", wish);
    if (!answer.ok) return answer.problem;
    awayReasons.value = answer.value.away_reasons;
    draft.discard();
    onSaved();
    toast(say("saved"));
    return null;
  }
  return (
    <SettingsForm count={draft.count} onDiscard={draft.discard} onSave={save}>
      <section class="card block" aria-labelledby="s-fig">
        <header>
          <h2 id="s-fig">{say("figures")}</h2>
        </header>
        <div class="opts">
          <Switch
            label={say("per_agent_figures")}
            hint={say("per_agent_figures_hint")}
            on={draft.value.per_agent_figures}
            onSwitch={(on) => draft.set({ per_agent_figures: on })}
          />
        </div>
      </section>
      <AwayReasons
        reasons={draft.value.away_reasons}
        onChange={(away_reasons) => draft.set({ away_reasons })}
      />
    </SettingsForm>
  );
}
