import { useId, useState } from "preact/hooks";
import { Icon } from "../../../shared/icon.tsx";
import { close, plus } from "../../../shared/icons.ts";
import { Field } from "../../ui/field.tsx";
import { say } from "../../words.ts";

const LEVELS = [1, 2, 3, 4, 5] as const;
type Skills = Record<string, number>;
type Props = {
  skills: Skills;
  /** What others have: offered while one types, so that one thing has one name. */
  known: readonly string[];
  onChange: (skills: Skills) => void;
};

/** What somebody can do, and how well. */
export function SkillFields({ skills, known, onChange }: Props) {
  const [name, setName] = useState("");
  const list = useId();
  const wanted = name.trim().replace(/\s+/g, " ");
  function add() {
    if (!wanted) return;
    const same = [...known, ...Object.keys(skills)].find((one) => one.toLowerCase() === wanted.toLowerCase());
    onChange({ [same ?? wanted]: 3, ...skills });
    setName("");
  }
  return (
    <div class="tight">
      <Rows skills={skills} onChange={onChange} />
      <Field label={say("new_skill")} hint={say("new_skill_hint")}>
        <input
          class="input"
          list={list}
          maxLength={64}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
      </Field>
      <datalist id={list}>
        {known
          .filter((one) => !(one in skills))
          .map((one) => (
            <option key={one} value={one} />
          ))}
      </datalist>
      <button type="button" class="btn start" aria-disabled={!wanted} onClick={add}>
        <Icon d={plus} small />
        {say("add_skill")}
      </button>
    </div>
  );
}

function Rows({ skills, onChange }: Pick<Props, "skills" | "onChange">) {
  const names = Object.keys(skills).sort((a, b) => a.localeCompare(b));
  if (names.length === 0) return <p class="soft small">{say("skills_none")}</p>;
  return (
    <ul class="lines">
      {names.map((name) => (
        <li key={name} class="row">
          <span class="grow">{name}</span>
          <select
            class="input unit"
            value={skills[name]}
            aria-label={say("level_of", { skill: name })}
            onChange={(event) => onChange({ ...skills, [name]: Number(event.currentTarget.value) })}
          >
            {LEVELS.map((level) => (
              <option key={level} value={level}>
                {say(`level_${level}`)}
              </option>
            ))}
          </select>
          <button
            type="button"
            class="btn icon plain"
            aria-label={say("take_away", { what: name })}
            onClick={() =>
              onChange(Object.fromEntries(Object.entries(skills).filter(([one]) => one !== name)))
            }
          >
            <Icon d={close} small />
          </button>
        </li>
      ))}
    </ul>
  );
}
