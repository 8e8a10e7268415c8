import { Icon } from "../../shared/icon.tsx";
import type { State } from "../../shared/state.ts";
import { languageName } from "../settings/people/languages.tsx";
import { priorityWords } from "../settings/teams/urgency.tsx";
import { flag } from "../ui/signs.ts";

/** How urgent it is, and what whoever gets it must have. */
export function NeedTags({ state, language = true }: { state: State; language?: boolean }) {
  const skills = state.skills ?? [];
  return (
    <>
      <PriorityTag priority={state.priority ?? 0} />
      {skills.map((skill) => (
        <span class="tag" key={skill}>
          {skill}
        </span>
      ))}
      {language && state.language && <span class="tag">{languageName(state.language)}</span>}
    </>
  );
}

export const hasNeeds = (state: State): boolean =>
  (state.priority ?? 0) !== 0 || (state.skills ?? []).length > 0;

/** Nothing for an ordinary one. */
export function PriorityTag({ priority }: { priority: number }) {
  if (priority === 0) return null;
  return (
    <span class={`tag ${priority > 0 ? "warn" : ""}`}>
      <Icon d={flag} small />
      {priorityWords(priority)}
    </span>
  );
}
