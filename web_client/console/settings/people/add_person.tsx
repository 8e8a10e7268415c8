import { useState } from "preact/hooks";
import { go } from "../../here.ts";
import { settingsPath } from "../../routes.ts";
import { SHORTEST_PASSWORD } from "../../session/passwords.ts";
import { api } from "../../session/session.ts";
import { Field } from "../../ui/field.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { say } from "../../words.ts";
import { Add } from "../add.tsx";
import type { Person, Team } from "../kinds.ts";
import { type PersonEdited, PersonFields } from "./fields.tsx";

const NOBODY: PersonEdited = { name: "", email: "", role: "agent", slots: 4, teams: [] };

export function AddPerson({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState<Partial<PersonEdited>>({});
  const [password, setPassword] = useState("");
  const [found] = useLoaded("teams", () => api.all<Team>("/teams"));
  const teams = found.state === "ready" ? found.value : [];
  // Where there is one team only, everybody is in it.
  const usual = teams.length === 1 ? teams.map((team) => team.id) : [];
  const person = { ...NOBODY, teams: usual, ...typed };
  return (
    <Add
      title={say("add_person")}
      action={say("add")}
      onClose={onClose}
      explain={(problem) => (problem.code === "conflict" ? say("email_taken") : null)}
      onAdd={async () => {
        const answer = await api.post<Person>("/agents", { ...person, password });
        if (!answer.ok) return answer.problem;
        go(settingsPath("people", answer.value.id));
        return null;
      }}
    >
      <PersonFields teams={teams} value={person} onChange={(change) => setTyped({ ...typed, ...change })} />
      <Field label={say("first_password")} hint={say("first_password_hint", { n: SHORTEST_PASSWORD })}>
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
    </Add>
  );
}
