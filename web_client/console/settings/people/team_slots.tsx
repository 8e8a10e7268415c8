import { Field } from "../../ui/field.tsx";
import { say } from "../../words.ts";
import type { Team } from "../kinds.ts";

type Props = {
  /** Those that he is in. */
  teams: readonly Team[];
  slots: number;
  own: Record<string, number>;
  onChange: (own: Record<string, number>) => void;
};

/** How many chats of each team at once, beside the number in all. */
export function TeamSlots({ teams, slots, own, onChange }: Props) {
  if (teams.length < 2) return null;
  return (
    <div class="tight">
      <h3>{say("team_slots")}</h3>
      <p class="small soft">{say("team_slots_text", { n: slots })}</p>
      {teams.map((team) => (
        <Field key={team.id} label={team.name}>
          <input
            class="input num narrow"
            type="number"
            min={0}
            max={100}
            placeholder={String(slots)}
            value={own[team.id] ?? ""}
            onInput={(event) => onChange(changed(own, team.id, event.currentTarget.valueAsNumber))}
          />
        </Field>
      ))}
    </div>
  );
}

/** An empty field is no limit of the team's own. */
function changed(own: Record<string, number>, team: string, slots: number): Record<string, number> {
  const rest = Object.entries(own).filter(([id]) => id !== team);
  return Object.fromEntries(Number.isNaN(slots) ? rest : [...rest, [team, slots]]);
}
