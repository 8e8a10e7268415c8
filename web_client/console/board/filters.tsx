import { api } from "../session/session.ts";
import { useLoaded } from "../ui/loaded.ts";
import { say } from "../words.ts";
import type { Part } from "./part.ts";

type Named = { id: string; name: string };
type Props = { part: Part; onChoose: (part: Part) => void };

/** Of which site and which team the board is. Nothing to choose where there is one only. */
export function Filters({ part, onChoose }: Props) {
  const [sites] = useLoaded("sites", () => api.all<Named>("/sites"));
  const [teams] = useLoaded("teams", () => api.all<Named>("/teams"));
  return (
    <>
      <Filter
        label={say("filter_site")}
        every={say("every_site")}
        value={part.site}
        named={sites.state === "ready" ? sites.value : []}
        onChoose={(site) => onChoose({ ...part, site })}
      />
      <Filter
        label={say("filter_team")}
        every={say("every_team")}
        value={part.team}
        named={teams.state === "ready" ? teams.value : []}
        onChoose={(team) => onChoose({ ...part, team })}
      />
    </>
  );
}

type FilterProps = {
  label: string;
  every: string;
  value: string;
  named: readonly Named[];
  onChoose: (id: string) => void;
};

function Filter({ label, every, value, named, onChoose }: FilterProps) {
  if (named.length < 2 && !value) return null;
  return (
    <select
      class="input board-filter"
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      <option value="">{every}</option>
      {named.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
