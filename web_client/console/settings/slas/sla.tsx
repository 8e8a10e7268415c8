import { useState } from "preact/hooks";
import type { Problem } from "../../api.ts";
import { go } from "../../here.ts";
import { settingsPath } from "../../routes.ts";
import { administers, api } from "../../session/session.ts";
import { Failed } from "../../ui/blank.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { reasonOf } from "../../ui/reasons.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toasts.tsx";
import { say } from "../../words.ts";
import { Crumbs } from "../crumbs.tsx";
import { useDraft } from "../draft.ts";
import { SettingsForm } from "../form.tsx";
import type { Team } from "../kinds.ts";
import { What, Whom } from "./fields.tsx";
import { SlaMeans } from "./means.tsx";
import { type Sla, whyRefused } from "./slas.ts";

export function SlaPage({ id }: { id: string }) {
  const path = `/slas/${encodeURIComponent(id)}`;
  const [sla, again] = useLoaded(path, () => api.get<Sla>(path));
  const [teams] = useLoaded("teams", () => api.all<Team>("/teams"));
  if (sla.state === "loading") return <Skeleton label={say("loading")} />;
  if (sla.state === "failed") return <Failed problem={sla.problem} onRetry={again} />;
  const all = teams.state === "ready" ? teams.value : [];
  return (
    <>
      <Crumbs section="slas" name={sla.value.name} />
      <Edited path={path} sla={sla.value} teams={all} onSaved={again} />
    </>
  );
}

type Props = { path: string; sla: Sla; teams: readonly Team[]; onSaved: () => void };

function Edited({ path, sla, teams, onSaved }: Props) {
  const draft = useDraft<Sla>(sla);
  async function save(): Promise<Problem | null> {
    const answer = await api.patch<Sla>(path, draft.changes);
    if (!answer.ok) return answer.problem;
    draft.discard();
    onSaved();
    toast(say("saved"));
    return null;
  }
  const props = { sla: draft.value, set: draft.set, teams };
  return (
    <div class="split">
      <div class="form">
        <SettingsForm count={draft.count} onDiscard={draft.discard} onSave={save} explain={whyRefused}>
          <What {...props} />
          <Whom {...props} />
        </SettingsForm>
        {administers.value && <Remove path={path} />}
      </div>
      <SlaMeans sla={draft.value} />
    </div>
  );
}

function Remove({ path }: { path: string }) {
  const [busy, setBusy] = useState(false);
  async function remove() {
    setBusy(true);
    const answer = await api.delete(path);
    setBusy(false);
    if (answer.ok) go(settingsPath("slas"));
    else toast(reasonOf(answer.problem));
  }
  return (
    <section class="card block" aria-labelledby="s-rem-sla">
      <header>
        <h2 id="s-rem-sla">{say("remove_sla")}</h2>
      </header>
      <p class="soft">{say("remove_sla_text")}</p>
      <button type="button" class="btn start" aria-disabled={busy} onClick={() => void remove()}>
        {say("remove_sla")}
      </button>
    </section>
  );
}
