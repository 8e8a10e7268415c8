import { useState } from "preact/hooks";
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
import { type Draft, useDraft } from "../draft.ts";
import { SettingsForm } from "../form.tsx";
import { HoursForm } from "../hours/form.tsx";
import type { Team } from "../kinds.ts";
import { Members } from "./members.tsx";
import { WhatHappens } from "./next.tsx";
import type { Rules } from "./rules.ts";
import { Alerts, Full, Giving, NotAnswered, Silent } from "./rules_form.tsx";
import { Urgency } from "./urgency.tsx";

const TABS = ["rules", "members", "hours", "team"] as const;

export function TeamPage({ id, tab }: { id: string; tab: string | null }) {
  const path = `/teams/${encodeURIComponent(id)}`;
  const [team, again] = useLoaded(path, () => api.get<Team>(path));
  const [teams] = useLoaded("teams", () => api.all<Team>("/teams"));
  if (team.state === "loading") return <Skeleton label={say("loading")} />;
  if (team.state === "failed") return <Failed problem={team.problem} onRetry={again} />;
  const shown = TABS.find((one) => one === tab) ?? "rules";
  const others = teams.state === "ready" ? teams.value.filter((one) => one.id !== id) : [];
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <Crumbs section="teams" name={team.value.name} />
      <nav class="tabs" aria-label={team.value.name}>
        {TABS.map((one) => (
          <a
            key={one}
            href={settingsPath("teams", id, one)}
            aria-current={one === shown ? "page" : undefined}
          >
            {say(`team_tab_${one}`)}
          </a>
        ))}
      </nav>
      {shown === "rules" && <WorkRules path={path} team={team.value} others={others} onSaved={again} />}
      {shown === "hours" && (
        <div class="split">
          <HoursForm subject={id} whose="team" zone={zone} />
        </div>
      )}
      {(shown === "members" || shown === "team") && (
        <div class="split">
          <div class="form">
            {shown === "members" && <Members team={id} />}
            {shown === "team" && <Name path={path} team={team.value} onSaved={again} />}
            {shown === "team" && administers.value && <Remove path={path} />}
          </div>
        </div>
      )}
    </>
  );
}

type RulesProps = { path: string; team: Team; others: readonly Team[]; onSaved: () => void };

function WorkRules({ path, team, others, onSaved }: RulesProps) {
  const draft = useDraft<Rules>(team.rules, true);
  const [problem, setProblem] = useState<Problem | null>(null);
  async function save(): Promise<Problem | null> {
    const refused = await patched(path, { rules: draft.changes }, draft, onSaved);
    setProblem(refused);
    return refused;
  }
  const props = { rules: draft.value, set: draft.set, others, problem };
  return (
    <div class="split">
      <SettingsForm count={draft.count} onDiscard={draft.discard} onSave={save}>
        <Giving {...props} />
        <Urgency {...props} />
        <NotAnswered {...props} />
        <Full {...props} />
        <Silent {...props} />
        <Alerts {...props} />
      </SettingsForm>
      <WhatHappens path={path} rules={draft.value} others={others} />
    </div>
  );
}

async function patched(
  path: string,
  wish: object,
  draft: Pick<Draft<object>, "discard">,
  onSaved: () => void,
): Promise<Problem | null> {
  const answer = await api.patch<Team>(path, wish);
  if (!answer.ok) return answer.problem;
  draft.discard();
  onSaved();
  toast(say("saved"));
  return null;
}

function Name({ path, team, onSaved }: { path: string; team: Team; onSaved: () => void }) {
  const draft = useDraft({ name: team.name }, true);
  return (
    <SettingsForm
      count={draft.count}
      onDiscard={draft.discard}
      onSave={() => patched(path, draft.changes, draft, onSaved)}
    >
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
