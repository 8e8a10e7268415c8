import type { Problem } from "../../api.ts";
import { go } from "../../here.ts";
import { settingsPath } from "../../routes.ts";
import { administers, api } from "../../session/session.ts";
import { Failed } from "../../ui/blank.tsx";
import { Field } from "../../ui/field.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { reasonOf } from "../../ui/reasons.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toasts.tsx";
import { say } from "../../words.ts";
import { Crumbs } from "../crumbs.tsx";
import { useDraft } from "../draft.ts";
import { SettingsForm } from "../form.tsx";
import { HoursForm } from "../hours/form.tsx";
import type { Team } from "../kinds.ts";

export function TeamPage({ id }: { id: string }) {
  const path = `/teams/${encodeURIComponent(id)}`;
  const [team, again] = useLoaded(path, () => api.get<Team>(path));
  if (team.state === "loading") return <Skeleton label={say("loading")} />;
  if (team.state === "failed") return <Failed problem={team.problem} onRetry={again} />;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <Crumbs section="teams" name={team.value.name} />
      <div class="split one">
        <div class="form">
          <Name path={path} team={team.value} onSaved={again} />
          <HoursForm subject={id} zone={zone} />
          {administers.value && <Remove path={path} />}
        </div>
      </div>
    </>
  );
}

function Name({ path, team, onSaved }: { path: string; team: Team; onSaved: () => void }) {
  const draft = useDraft(team);
  async function save(): Promise<Problem | null> {
    const answer = await api.patch<Team>(path, draft.changes);
    if (!answer.ok) return answer.problem;
    draft.discard();
    onSaved();
    toast(say("saved"));
    return null;
  }
  return (
    <SettingsForm count={draft.count} onDiscard={draft.discard} onSave={save}>
      <section class="card block" aria-labelledby="s-team">
        <header>
          <h2 id="s-team">{say("team")}</h2>
        </header>
        <Field label={say("name")}>
          <input
            class="input"
            required
            maxLength={200}
            value={draft.value.name}
            onInput={(event) => draft.set({ name: event.currentTarget.value })}
          />
        </Field>
      </section>
    </SettingsForm>
  );
}

/** The server refuses while somebody or something still belongs to it; then that is said. */
function Remove({ path }: { path: string }) {
  async function remove() {
    const answer = await api.delete(path);
    if (answer.ok) go(settingsPath("teams"));
    else toast(answer.problem.code === "conflict" ? say("team_in_use") : reasonOf(answer.problem));
  }
  return (
    <section class="card block" aria-labelledby="s-rem-team">
      <header>
        <h2 id="s-rem-team">{say("remove_team")}</h2>
      </header>
      <p class="soft">{say("remove_team_text")}</p>
      <button type="button" class="btn start" onClick={() => void remove()}>
        {say("remove_team")}
      </button>
    </section>
  );
}
