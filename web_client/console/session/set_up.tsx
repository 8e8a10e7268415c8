import { useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { bow, lock } from "../../shared/icons.ts";
import { go } from "../here.ts";
import { settingsPath } from "../routes.ts";
import { Blank, Failed } from "../ui/blank.tsx";
import { Field } from "../ui/field.tsx";
import { useLoaded } from "../ui/loaded.ts";
import { reasonOf } from "../ui/reasons.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { Told } from "../ui/told.tsx";
import { say } from "../words.ts";
import { SHORTEST_PASSWORD } from "./passwords.ts";
import { api, setUp } from "./session.ts";

/** Makes the first admin, with the key from the link that the server printed. */
export function SetUp({ givenKey }: { givenKey: string }) {
  const [open, again] = useLoaded("setup", () => api.get<{ open: true }>("/setup"));
  return (
    <main class="door">
      {open.state === "loading" && <Skeleton label={say("loading")} rows={2} />}
      {open.state === "failed" && open.problem.code === "not_found" && <Done />}
      {open.state === "failed" && open.problem.code !== "not_found" && (
        <Failed problem={open.problem} onRetry={again} />
      )}
      {open.state === "ready" && <Form givenKey={givenKey} />}
    </main>
  );
}

function Done() {
  return (
    <div class="card">
      <Blank alone icon={lock} title={say("setup_done_title")} text={say("setup_done_text")}>
        <a class="btn" href="#/inbox">
          {say("to_sign_in")}
        </a>
      </Blank>
    </div>
  );
}

function Form({ givenKey }: { givenKey: string }) {
  const [admin, setAdmin] = useState({ key: givenKey, name: "", email: "", password: "" });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const input = (name: keyof typeof admin) => ({
    class: "input",
    name,
    required: true,
    value: admin[name],
    onInput: (event: { currentTarget: HTMLInputElement }) =>
      setAdmin({ ...admin, [name]: event.currentTarget.value }),
  });

  async function submit(event: Event) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const refused = await setUp(admin);
    setBusy(false);
    if (refused) setProblem(refused.code === "forbidden" ? say("setup_key_wrong") : reasonOf(refused));
    else go(settingsPath("sites"));
  }

  return (
    <form class="card dlg" onSubmit={submit}>
      <span class="logo" aria-hidden="true">
        <Icon d={bow} />
      </span>
      <h1>{say("setup_title")}</h1>
      <p class="soft">{say("setup_text")}</p>
      {problem && <Told kind="bad" text={problem} />}
      {!givenKey && (
        <Field label={say("setup_key")} hint={say("setup_key_hint")}>
          <input {...input("key")} autocomplete="off" />
        </Field>
      )}
      <Field label={say("your_name")} hint={say("your_name_hint")}>
        <input {...input("name")} autocomplete="name" maxLength={200} />
      </Field>
      <Field label={say("email")}>
        <input {...input("email")} type="email" autocomplete="username" />
      </Field>
      <Field label={say("password")} hint={say("password_hint", { n: SHORTEST_PASSWORD })}>
        <input
          {...input("password")}
          type="password"
          autocomplete="new-password"
          minLength={SHORTEST_PASSWORD}
        />
      </Field>
      <button type="submit" class="btn primary big" aria-disabled={busy}>
        {say("setup_submit")}
      </button>
    </form>
  );
}
