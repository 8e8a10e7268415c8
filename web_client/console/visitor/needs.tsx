import { useState } from "preact/hooks";
import type { State } from "../../shared/state.ts";
import { needs, prioritise } from "../actions.ts";
import type { Desk } from "../desk.ts";
import { api } from "../session/session.ts";
import { Languages, languageName } from "../settings/people/languages.tsx";
import { priorityWords, STEPS } from "../settings/teams/urgency.tsx";
import { NeedTags } from "../talk/need_tags.tsx";
import { Failed } from "../ui/blank.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { useLoaded } from "../ui/loaded.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { say } from "../words.ts";

type Colleague = { id: string; name: string; skills?: string[] };

/** What whoever gets the conversation must have; an agent may say it anew. */
export function Needs({ desk, state }: { desk: Desk; state: State }) {
  const [changing, setChanging] = useState(false);
  const none = !state.skills?.length && !state.language && !state.priority;
  return (
    <div class="part">
      <h3>{say("needs")}</h3>
      <div class="row needs">
        <NeedTags state={state} />
        {none && <span class="small faint">{say("needs_none")}</span>}
        {state.status !== "resolved" && (
          <button type="button" class="btn plain slim" onClick={() => setChanging(true)}>
            {say("change_needs")}
          </button>
        )}
      </div>
      {changing && <Change desk={desk} state={state} onClose={() => setChanging(false)} />}
    </div>
  );
}

function Change({ desk, state, onClose }: { desk: Desk; state: State; onClose: () => void }) {
  const [skills, setSkills] = useState<readonly string[]>(state.skills ?? []);
  const [language, setLanguage] = useState<string | null>(state.language ?? null);
  const [found, again] = useLoaded("colleagues", () => api.all<Colleague>("/colleagues"));
  const [priority, setPriority] = useState(state.priority ?? 0);
  async function save() {
    if (priority !== (state.priority ?? 0) && !(await prioritise(desk, state, priority))) return;
    if (await needs(desk, state, skills, language)) onClose();
  }
  return (
    <Dialog
      title={say("needs_title")}
      onClose={onClose}
      onSubmit={() => void save()}
      foot={
        <>
          <button type="button" class="btn plain" onClick={onClose}>
            {say("cancel")}
          </button>
          <button type="submit" class="btn primary">
            {say("save")}
          </button>
        </>
      }
    >
      <Field label={say("priority")}>
        <select
          class="input"
          value={priority}
          onChange={(event) => setPriority(Number(event.currentTarget.value))}
        >
          {[...new Set([...STEPS, priority])].map((step) => (
            <option key={step} value={step}>
              {priorityWords(step)}
            </option>
          ))}
        </select>
      </Field>
      <p class="soft small">{say("needs_text")}</p>
      {found.state === "loading" && <Skeleton label={say("loading")} rows={1} />}
      {found.state === "failed" && <Failed problem={found.problem} onRetry={again} />}
      {found.state === "ready" && (
        <SkillTicks known={knownSkills(found.value, skills)} chosen={skills} onChange={setSkills} />
      )}
      <Languages
        chosen={language ? [language] : []}
        any={say("needs_any_language")}
        some={say("needs_language", { language: language ? languageName(language) : "" })}
        onChange={(chosen) => setLanguage(chosen.at(-1) ?? null)}
      />
    </Dialog>
  );
}

const knownSkills = (colleagues: readonly Colleague[], chosen: readonly string[]): string[] =>
  [...new Set([...chosen, ...colleagues.flatMap((one) => one.skills ?? [])])].sort((a, b) =>
    a.localeCompare(b),
  );

type TicksProps = {
  known: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

function SkillTicks({ known, chosen, onChange }: TicksProps) {
  return (
    <fieldset class="field ticks">
      <legend class="label">{say("skills_needed")}</legend>
      {known.length === 0 && <p class="hint">{say("skills_nobody")}</p>}
      {known.map((skill) => (
        <label key={skill} class="row">
          <input
            type="checkbox"
            checked={chosen.includes(skill)}
            onChange={(event) =>
              onChange(
                event.currentTarget.checked ? [...chosen, skill] : chosen.filter((one) => one !== skill),
              )
            }
          />
          {skill}
        </label>
      ))}
    </fieldset>
  );
}
