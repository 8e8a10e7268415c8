import { useState } from "preact/hooks";
import { Icon } from "../../../shared/icon.tsx";
import { chat, close, plus } from "../../../shared/icons.ts";
import { api } from "../../session/session.ts";
import { Blank } from "../../ui/blank.tsx";
import { Field } from "../../ui/field.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { Told } from "../../ui/told.tsx";
import { say } from "../../words.ts";
import type { Draft } from "../draft.ts";
import type { Person, Site, Team, Topic } from "../kinds.ts";
import { skillsOf } from "../people/person.tsx";

const MOST = 12;
const NEW: Topic = { id: null, label: "", team: null, skills: [], words: [] };

/** What visitors choose from before the first message, and whose it is then. */
export function TopicFields({ draft, teams }: { draft: Draft<Site>; teams: Team[] }) {
  const { topics, team } = draft.value;
  const [found] = useLoaded("agents", () => api.all<Person>("/agents"));
  const persons = found.state === "ready" ? found.value.filter((one) => !one.disabled) : [];
  const set = (next: Topic[]) => draft.set({ topics: next });
  const change = (place: number, by: Partial<Topic>) =>
    set(topics.map((one, at) => (at === place ? { ...one, ...by } : one)));
  return (
    <section class="card block" aria-labelledby="s-topics">
      <header>
        <h2 id="s-topics">{say("topics")}</h2>
        <p>{say("topics_text")}</p>
      </header>
      {topics.length === 0 && <Blank icon={chat} title={say("topics_none")} text={say("topics_none_text")} />}
      {topics.map((topic, place) => (
        <TopicCard
          key={topic.id ?? place}
          topic={topic}
          number={place + 1}
          teams={teams}
          usual={teams.find((one) => one.id === team)?.name ?? ""}
          skills={skillsOf(persons)}
          able={found.state === "ready" ? ableTo(topic, team, persons) : null}
          onChange={(by) => change(place, by)}
          onRemove={() => set(topics.filter((_, at) => at !== place))}
          onUp={place > 0 ? () => set(swapped(topics, place)) : null}
        />
      ))}
      {topics.length < MOST && (
        <button type="button" class="btn start" onClick={() => set([...topics, NEW])}>
          <Icon d={plus} small />
          {say("add_topic")}
        </button>
      )}
    </section>
  );
}

/** Who could get it: of its team, and with all its skills. */
const ableTo = (topic: Topic, team: string, persons: readonly Person[]): Person[] =>
  persons.filter(
    (one) =>
      one.teams.some((each) => each.id === (topic.team ?? team)) &&
      topic.skills.every((skill) => skill in one.skills),
  );

function swapped(topics: readonly Topic[], place: number): Topic[] {
  const next = [...topics];
  next.splice(place - 1, 0, ...next.splice(place, 1));
  return next;
}

type CardProps = {
  topic: Topic;
  number: number;
  teams: readonly Team[];
  usual: string;
  skills: readonly string[];
  able: readonly Person[] | null;
  onChange: (change: Partial<Topic>) => void;
  onRemove: () => void;
  onUp: (() => void) | null;
};

function TopicCard({ topic, number, teams, usual, skills, able, onChange, onRemove, onUp }: CardProps) {
  return (
    <fieldset class="topic">
      <legend class="vh">{topic.label || say("topic_number", { n: number })}</legend>
      <div class="row">
        <div class="grow">
          <Field label={say("topic_label")}>
            <input
              class="input"
              required
              maxLength={60}
              value={topic.label}
              placeholder={say("topic_example")}
              onInput={(event) => onChange({ label: event.currentTarget.value })}
            />
          </Field>
        </div>
        <div class="row">
          {onUp && (
            <button
              type="button"
              class="btn icon plain"
              aria-label={say("topic_up", { label: topic.label })}
              onClick={onUp}
            >
              <Icon d="M12 19V5M5.5 11.5 12 5l6.5 6.5" small />
            </button>
          )}
          <button
            type="button"
            class="btn icon plain"
            aria-label={say("take_away", { what: topic.label || say("topic_number", { n: number }) })}
            onClick={onRemove}
          >
            <Icon d={close} small />
          </button>
        </div>
      </div>
      <Field label={say("answered_by")}>
        <select
          class="input"
          value={topic.team ?? ""}
          onChange={(event) => onChange({ team: event.currentTarget.value || null })}
        >
          <option value="">{say("topic_usual_team", { team: usual })}</option>
          {teams.map((team) => (
            <option key={team.id} value={team.id}>
              {team.name}
            </option>
          ))}
        </select>
      </Field>
      <SkillsNeeded topic={topic} skills={skills} onChange={onChange} />
      {able && <Able able={able} />}
      <Words topic={topic} onChange={onChange} />
      {topic.id && (
        <p class="small faint">
          {say("topic_for_pages")} <code>{`data-topic="${topic.id}"`}</code>
        </p>
      )}
    </fieldset>
  );
}

/** By which the butler knows it where the visitor has chosen nothing. Kept as typed until one goes on. */
function Words({ topic, onChange }: Pick<CardProps, "topic" | "onChange">) {
  const { words } = topic;
  const [typed, setTyped] = useState(words.join(", "));
  return (
    <Field label={say("topic_words")} hint={say("topic_words_hint")}>
      <input
        class="input"
        value={typed}
        placeholder={say("topic_words_example")}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          onChange({ words: wordsOf(event.currentTarget.value) });
        }}
      />
    </Field>
  );
}

const wordsOf = (typed: string): string[] =>
  typed
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word);

function SkillsNeeded({ topic, skills, onChange }: Pick<CardProps, "topic" | "skills" | "onChange">) {
  const [key, setKey] = useState(0);
  return (
    <div class="tight">
      {topic.skills.length > 0 && (
        <ul class="row tags">
          {topic.skills.map((skill) => (
            <li key={skill} class="tag">
              {skill}
              <button
                type="button"
                class="tag-off"
                aria-label={say("take_away", { what: skill })}
                onClick={() => onChange({ skills: topic.skills.filter((one) => one !== skill) })}
              >
                <Icon d={close} small />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Field label={say("skills_needed")} hint={skills.length ? undefined : say("skills_first")}>
        <select
          class="input"
          key={key}
          value=""
          onChange={(event) => {
            if (event.currentTarget.value) onChange({ skills: [...topic.skills, event.currentTarget.value] });
            setKey(key + 1);
          }}
        >
          <option value="">{topic.skills.length ? say("add_skill") : say("any_skills")}</option>
          {skills
            .filter((one) => !topic.skills.includes(one))
            .map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
        </select>
      </Field>
    </div>
  );
}

/** The effect beside the setting: who could answer it. */
function Able({ able }: { able: readonly Person[] }) {
  if (able.length === 0) return <Told kind="warn" text={say("topic_nobody")} />;
  return (
    <p class="small soft">
      {say("topic_goes_to", { n: able.length, names: able.map((one) => one.name).join(", ") })}
    </p>
  );
}
