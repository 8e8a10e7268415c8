import { useState } from "preact/hooks";
import type { Problem } from "../api.ts";
import { SHORTEST_PASSWORD } from "../session/passwords.ts";
import { amend, changePassword, me } from "../session/session.ts";
import { Field } from "../ui/field.tsx";
import { Main } from "../ui/main.tsx";
import { reasonOf } from "../ui/reasons.ts";
import { toast } from "../ui/toasts.tsx";
import { Told } from "../ui/told.tsx";
import { LANGUAGES, language, say } from "../words.ts";
import { Tokens } from "./tokens.tsx";

/** Oneself: name, language, password, and tokens for programs. */
export function ProfilePage() {
  return (
    <Main>
      <header class="bar">
        <h1>{say("profile")}</h1>
      </header>
      <div class="split one">
        <div class="form">
          <Person />
          <Password />
          <Tokens />
        </div>
      </div>
    </Main>
  );
}

function Person() {
  const [name, setName] = useState(me.value?.name ?? "");
  const [problem, setProblem] = useState<Problem | null>(null);
  async function save(event: Event) {
    event.preventDefault();
    const refused = await amend({ name: name.trim() });
    setProblem(refused);
    if (!refused) toast(say("saved"));
  }
  async function choose(locale: string) {
    setProblem(await amend({ locale }));
  }
  return (
    <form class="card block" onSubmit={(event) => void save(event)}>
      <header>
        <h2>{say("you_yourself")}</h2>
      </header>
      {problem && <Told kind="bad" text={reasonOf(problem)} />}
      <Field label={say("name")} hint={say("your_name_hint")}>
        <input
          class="input"
          required
          maxLength={200}
          autocomplete="name"
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </Field>
      <Field label={say("language")}>
        <select
          class="input"
          value={language.value}
          onChange={(event) => void choose(event.currentTarget.value)}
        >
          {Object.entries(LANGUAGES).map(([code, spelt]) => (
            <option key={code} value={code} lang={code}>
              {spelt}
            </option>
          ))}
        </select>
      </Field>
      <button type="submit" class="btn primary start">
        {say("save")}
      </button>
    </form>
  );
}

function Password() {
  const [given, setGiven] = useState({ old_password: "", password: "" });
  const [problem, setProblem] = useState<Problem | null>(null);
  const input = (name: keyof typeof given) => ({
    class: "input",
    type: "password" as const,
    required: true,
    value: given[name],
    onInput: (event: { currentTarget: HTMLInputElement }) =>
      setGiven({ ...given, [name]: event.currentTarget.value }),
  });
  async function change(event: Event) {
    event.preventDefault();
    const refused = await changePassword(given);
    setProblem(refused);
    if (refused) return;
    setGiven({ old_password: "", password: "" });
    toast(say("password_changed"));
  }
  return (
    <form class="card block" onSubmit={(event) => void change(event)}>
      <header>
        <h2>{say("password")}</h2>
      </header>
      {problem && (
        <Told
          kind="bad"
          text={problem.code === "forbidden" ? say("old_password_wrong") : reasonOf(problem)}
        />
      )}
      <input type="text" autocomplete="username" value={me.value?.email} hidden readOnly />
      <Field label={say("old_password")}>
        <input {...input("old_password")} autocomplete="current-password" />
      </Field>
      <Field label={say("new_password")} hint={say("password_change_hint", { n: SHORTEST_PASSWORD })}>
        <input {...input("password")} autocomplete="new-password" minLength={SHORTEST_PASSWORD} />
      </Field>
      <button type="submit" class="btn start">
        {say("change_password")}
      </button>
    </form>
  );
}
