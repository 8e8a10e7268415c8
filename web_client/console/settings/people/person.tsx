import { useState } from "preact/hooks";
import type { Problem } from "../../api.ts";
import { settingsPath } from "../../routes.ts";
import { SHORTEST_PASSWORD } from "../../session/passwords.ts";
import { administers, api, me } from "../../session/session.ts";
import { Failed } from "../../ui/blank.tsx";
import { Field } from "../../ui/field.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { reasonOf } from "../../ui/reasons.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toasts.tsx";
import { Told } from "../../ui/told.tsx";
import { say } from "../../words.ts";
import { Crumbs } from "../crumbs.tsx";
import { useDraft } from "../draft.ts";
import { SettingsForm } from "../form.tsx";
import { HoursForm } from "../hours/form.tsx";
import type { Person, Team } from "../kinds.ts";
import { PersonFields } from "./fields.tsx";
import { Languages } from "./languages.tsx";
import { SkillFields } from "./skills.tsx";
import { TeamSlots } from "./team_slots.tsx";

export function PersonPage({ id, tab }: { id: string; tab: string | null }) {
  const path = `/agents/${encodeURIComponent(id)}`;
  const [person, again] = useLoaded(path, () => api.get<Person>(path));
  const [teams] = useLoaded("teams", () => api.all<Team>("/teams"));
  if (person.state === "loading") return <Skeleton label={say("loading")} />;
  if (person.state === "failed") return <Failed problem={person.problem} onRetry={again} />;
  const known = teams.state === "ready" ? teams.value : [];
  return (
    <>
      <Crumbs section="people" name={person.value.name} />
      <Tabs id={id} name={person.value.name} tab={tab} />
      {tab === "hours" && (
        <div class="split">
          <HoursForm subject={id} whose="agent" zone={Intl.DateTimeFormat().resolvedOptions().timeZone} />
        </div>
      )}
      {tab !== "hours" && (
        <div class="split one">
          <div class="form">
            {person.value.disabled && <Told kind="warn" text={say("person_disabled")} />}
            <Fields path={path} person={person.value} teams={known} onSaved={again} />
            {administers.value && (
              <>
                <Password path={path} />
                <Access path={path} person={person.value} onChanged={again} />
              </>
            )}
          </div>
        </div>
      )}
    </>
  );
}

function Tabs({ id, name, tab }: { id: string; name: string; tab: string | null }) {
  const isHours = tab === "hours";
  return (
    <nav class="tabs" aria-label={name}>
      <a href={settingsPath("people", id)} aria-current={isHours ? undefined : "page"}>
        {say("person")}
      </a>
      <a href={settingsPath("people", id, "hours")} aria-current={isHours ? "page" : undefined}>
        {say("working_hours")}
      </a>
    </nav>
  );
}

type FieldsProps = { path: string; person: Person; teams: Team[]; onSaved: () => void };

function Fields({ path, person, teams, onSaved }: FieldsProps) {
  const { name, email, role, slots, skills, languages, team_slots } = person;
  const joined = person.teams.map((team) => team.id).sort();
  const draft = useDraft({ name, email, role, slots, teams: joined, skills, languages, team_slots }, true);
  const [found] = useLoaded("agents", () => api.all<Person>("/agents"));
  const known = found.state === "ready" ? skillsOf(found.value) : [];
  async function save(): Promise<Problem | null> {
    const answer = await api.patch<Person>(path, draft.changes);
    if (!answer.ok) return answer.problem;
    draft.discard();
    onSaved();
    toast(say("saved"));
    return null;
  }
  return (
    <SettingsForm
      count={draft.count}
      onDiscard={draft.discard}
      onSave={save}
      explain={(problem) => (problem.code === "conflict" ? say("person_conflict") : null)}
    >
      <section class="card block" aria-labelledby="s-person">
        <header>
          <h2 id="s-person">{say("person")}</h2>
        </header>
        <PersonFields
          teams={teams}
          value={draft.value}
          onChange={(change) => draft.set(change as Partial<typeof draft.value>)}
        />
        <TeamSlots
          teams={teams.filter((team) => draft.value.teams.includes(team.id))}
          slots={draft.value.slots}
          own={draft.value.team_slots}
          onChange={(team_slots) => draft.set({ team_slots })}
        />
      </section>
      <section class="card block" aria-labelledby="s-skills">
        <header>
          <h2 id="s-skills">{say("can_do")}</h2>
          <p>{say("can_do_text")}</p>
        </header>
        <SkillFields skills={draft.value.skills} known={known} onChange={(skills) => draft.set({ skills })} />
        <Languages chosen={draft.value.languages} onChange={(languages) => draft.set({ languages })} />
      </section>
    </SettingsForm>
  );
}

/** Every skill that somebody has, once. */
export const skillsOf = (persons: readonly Person[]): string[] =>
  [...new Set(persons.flatMap((one) => (one.disabled ? [] : Object.keys(one.skills))))].sort((a, b) =>
    a.localeCompare(b),
  );

function Password({ path }: { path: string }) {
  const [password, setPassword] = useState("");
  async function set(event: Event) {
    event.preventDefault();
    const answer = await api.patch(path, { password });
    if (!answer.ok) return toast(reasonOf(answer.problem));
    setPassword("");
    toast(say("password_set"));
  }
  return (
    <form class="card block" onSubmit={(event) => void set(event)}>
      <header>
        <h2>{say("new_password")}</h2>
      </header>
      <Field label={say("password")} hint={say("set_password_hint", { n: SHORTEST_PASSWORD })}>
        <input
          class="input"
          type="password"
          autocomplete="new-password"
          required
          minLength={SHORTEST_PASSWORD}
          value={password}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
      </Field>
      <button type="submit" class="btn start">
        {say("set_password")}
      </button>
    </form>
  );
}

function Access(props: { path: string; person: Person; onChanged: () => void }) {
  const { path, person, onChanged } = props;
  if (person.id === me.value?.id) return null;
  async function change(disabled: boolean) {
    const answer = await (disabled ? api.delete(path) : api.patch(path, { disabled }));
    if (!answer.ok) toast(answer.problem.code === "conflict" ? say("last_admin") : reasonOf(answer.problem));
    onChanged();
  }
  return (
    <section class="card block" aria-labelledby="s-access">
      <header>
        <h2 id="s-access">{say("access")}</h2>
      </header>
      <p class="soft">{person.disabled ? say("enable_text") : say("disable_text")}</p>
      <button type="button" class="btn start" onClick={() => void change(!person.disabled)}>
        {person.disabled ? say("enable") : say("disable")}
      </button>
    </section>
  );
}
