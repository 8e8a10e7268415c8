import { useState } from "preact/hooks";
import { people } from "../../../shared/icons.ts";
import { settingsPath } from "../../routes.ts";
import { api } from "../../session/session.ts";
import { Blank } from "../../ui/blank.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { say } from "../../words.ts";
import { AddNamed } from "../add_named.tsx";
import type { Person, Team } from "../kinds.ts";
import { SettingsList } from "../list.tsx";

/** Teams: whoever is in one gets what its sites bring. */
export function Teams() {
  const [found, again] = useLoaded("teams", () => api.all<Team>("/teams"));
  const [persons] = useLoaded("agents", () => api.all<Person>("/agents"));
  const [adding, setAdding] = useState(false);
  const members = (team: Team) =>
    persons.state === "ready"
      ? persons.value.filter((one) => !one.disabled && one.teams.some((each) => each.id === team.id))
      : [];
  return (
    <>
      <SettingsList
        title={say("set_teams")}
        add={say("add_team")}
        onAdd={() => setAdding(true)}
        found={found}
        onRetry={again}
        empty={<Blank icon={people} title={say("no_teams")} text={say("no_teams_text")} />}
        head={
          <tr>
            <th scope="col">{say("name")}</th>
            <th scope="col">{say("members")}</th>
            <th scope="col" class="only-desk">
              {say("policy")}
            </th>
          </tr>
        }
        row={(team) => (
          <tr key={team.id}>
            <th scope="row">
              <a href={settingsPath("teams", team.id)}>{team.name}</a>
            </th>
            <td class="soft">
              {members(team)
                .map((one) => one.name)
                .join(", ") || say("nobody_yet")}
            </td>
            <td class="soft only-desk">{say(`policy_${team.rules.policy}`)}</td>
          </tr>
        )}
      />
      {adding && <AddNamed title={say("add_team")} kind="teams" onClose={() => setAdding(false)} />}
    </>
  );
}
