import { useState } from "preact/hooks";
import type { Problem } from "../../api.ts";
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
import type { Person, Team } from "../kinds.ts";
import { PersonFields } from "./fields.tsx";

export function PersonPage({ id }: { id: string }) {
  const path = `/agents/${encodeURIComponent(id)}`;
  const [person, again] = useLoaded(path, () => api.get<Person>(path));
  const [teams] = useLoaded("teams", () => api.all<Team>("/teams"));
  if (person.state === "loading") return <Skeleton label={say("loading")} />;
  if (person.state === "failed") return <Failed problem={person.problem} onRetry={again} />;
  const known = teams.state === "ready" ? teams.value : [];
  return (
    <>
      <Crumbs section="people" name={person.value.name} />
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
    </>
  );
}

type FieldsProps = { path: string; person: Person; teams: Team[]; onSaved: () => void };

function Fields({ path, person, teams, onSaved }: FieldsProps) {
  const { name, email, role, slots } = person;
  const draft = useDraft({ name, email, role, slots, teams: person.teams.map((team) => team.id).sort() });
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
      </section>
    </SettingsForm>
  );
}

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
