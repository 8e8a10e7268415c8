import { useState } from "preact/hooks";
import { people } from "../../../shared/icons.ts";
import { settingsPath } from "../../routes.ts";
import { api } from "../../session/session.ts";
import { Blank } from "../../ui/blank.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { PresenceDot } from "../../ui/presence.tsx";
import { say } from "../../words.ts";
import type { Person } from "../kinds.ts";
import { SettingsList } from "../list.tsx";
import { AddPerson } from "./add_person.tsx";

/** Everybody who may log in, and who may no more. */
export function People() {
  const [found, again] = useLoaded("agents", () => api.all<Person>("/agents"));
  const [adding, setAdding] = useState(false);
  return (
    <>
      <SettingsList
        title={say("set_people")}
        add={say("add_person")}
        onAdd={() => setAdding(true)}
        found={found}
        onRetry={again}
        empty={<Blank icon={people} title={say("nobody_yet")} />}
        head={
          <tr>
            <th scope="col">{say("name")}</th>
            <th scope="col">{say("role")}</th>
            <th scope="col" class="only-desk">
              {say("teams")}
            </th>
            <th scope="col">{say("status")}</th>
          </tr>
        }
        row={(person) => <Row key={person.id} person={person} />}
      />
      {adding && <AddPerson onClose={() => setAdding(false)} />}
    </>
  );
}

function Row({ person }: { person: Person }) {
  return (
    <tr>
      <th scope="row">
        <a href={settingsPath("people", person.id)}>{person.name}</a>
        <small class="faint break">{person.email}</small>
      </th>
      <td>{say(`role_${person.role}`)}</td>
      <td class="soft only-desk">{person.teams.map((team) => team.name).join(", ")}</td>
      <td>
        {person.disabled ? (
          <span class="tag">{say("may_not_sign_in")}</span>
        ) : (
          <span class="row">
            <PresenceDot status={person.status} />
            {say(`presence_${person.status}`)}
          </span>
        )}
      </td>
    </tr>
  );
}
