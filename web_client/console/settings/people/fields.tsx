import { Field } from "../../ui/field.tsx";
import { say } from "../../words.ts";
import { type Person, ROLES, type Team } from "../kinds.ts";

export type PersonEdited = Pick<Person, "name" | "email" | "role" | "slots"> & { teams: readonly string[] };
type Props = {
  teams: readonly Team[];
  value: PersonEdited;
  onChange: (change: Partial<PersonEdited>) => void;
};

/** Who somebody is, what he may do, whose conversations he gets and how many at once. */
export function PersonFields({ teams, value, onChange }: Props) {
  return (
    <>
      <Field label={say("name")} hint={say("your_name_hint")}>
        <input
          class="input"
          required
          maxLength={200}
          value={value.name}
          onInput={(event) => onChange({ name: event.currentTarget.value })}
        />
      </Field>
      <Field label={say("email")}>
        <input
          class="input"
          type="email"
          required
          maxLength={254}
          value={value.email}
          onInput={(event) => onChange({ email: event.currentTarget.value })}
        />
      </Field>
      <Field label={say("role")} hint={say(`role_${value.role}_means`)}>
        <select
          class="input"
          value={value.role}
          onChange={(event) => onChange({ role: event.currentTarget.value as PersonEdited["role"] })}
        >
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {say(`role_${role}`)}
            </option>
          ))}
        </select>
      </Field>
      <Memberships teams={teams} chosen={value.teams} onChange={(chosen) => onChange({ teams: chosen })} />
      <Field label={say("slots_at_once")} hint={say("slots_hint")}>
        <input
          class="input num narrow"
          type="number"
          min={0}
          max={100}
          required
          value={value.slots}
          onInput={(event) => onChange({ slots: Number(event.currentTarget.value) })}
        />
      </Field>
    </>
  );
}

type MembershipProps = {
  teams: readonly Team[];
  chosen: readonly string[];
  onChange: (chosen: readonly string[]) => void;
};

function Memberships({ teams, chosen, onChange }: MembershipProps) {
  return (
    <fieldset class="field ticks">
      <legend class="label">{say("teams")}</legend>
      {teams.map((team) => (
        <label key={team.id} class="row">
          <input
            type="checkbox"
            checked={chosen.includes(team.id)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked
                  ? [...chosen, team.id].sort()
                  : chosen.filter((one) => one !== team.id),
              )
            }
          />
          {team.name}
        </label>
      ))}
    </fieldset>
  );
}
