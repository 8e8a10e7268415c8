import { people } from "../../../shared/icons.ts";
import { settingsPath } from "../../routes.ts";
import { api } from "../../session/session.ts";
import { Blank, Failed } from "../../ui/blank.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { PresenceDot } from "../../ui/presence.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { say } from "../../words.ts";
import type { Person } from "../kinds.ts";
import { languageName } from "../people/languages.tsx";

/** Who is in a team, how many chats each takes at once, and what each can do. */
export function Members({ team }: { team: string }) {
  const [found, again] = useLoaded("agents", () => api.all<Person>("/agents"));
  if (found.state === "loading") return <Skeleton label={say("loading")} />;
  if (found.state === "failed") return <Failed problem={found.problem} onRetry={again} />;
  const members = found.value.filter(
    (person) => !person.disabled && person.teams.some((each) => each.id === team),
  );
  return (
    <section class="card block" aria-labelledby="s-members">
      <header>
        <h2 id="s-members">{say("members")}</h2>
        <p>{say("members_text")}</p>
      </header>
      {members.length === 0 ? (
        <Blank icon={people} title={say("nobody_yet")} text={say("members_none")}>
          <a class="btn" href={settingsPath("people")}>
            {say("set_people")}
          </a>
        </Blank>
      ) : (
        <table class="tbl list wide">
          <thead>
            <tr>
              <th scope="col">{say("name")}</th>
              <th scope="col">{say("at_once")}</th>
              <th scope="col">{say("skills")}</th>
            </tr>
          </thead>
          <tbody>
            {members.map((person) => (
              <Member key={person.id} person={person} team={team} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function Member({ person, team }: { person: Person; team: string }) {
  const own = person.team_slots[team];
  const skills = Object.entries(person.skills).sort(([a], [b]) => a.localeCompare(b));
  return (
    <tr>
      <th scope="row">
        <span class="row">
          <PresenceDot status={person.status} />
          <a href={settingsPath("people", person.id)}>{person.name}</a>
        </span>
        <small class="faint">{say(`presence_${person.status}`)}</small>
      </th>
      <td class="num">
        {own === undefined
          ? person.slots
          : say("own_of_all", { n: Math.min(own, person.slots), all: person.slots })}
      </td>
      <td>
        <span class="row needs">
          {skills.map(([skill, level]) => (
            <span class="tag" key={skill}>
              {skill} <span class="num">{level}</span>
              <span class="vh"> {say("of_five")}</span>
            </span>
          ))}
          {person.languages.map((language) => (
            <span class="tag brand" key={language}>
              {languageName(language)}
            </span>
          ))}
          {skills.length + person.languages.length === 0 && <span class="faint">{say("none_set")}</span>}
        </span>
      </td>
    </tr>
  );
}
