import { useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { bow } from "../../shared/icons.ts";
import { Field } from "../ui/field.tsx";
import { reasonOf } from "../ui/reasons.ts";
import { Told } from "../ui/told.tsx";
import { say } from "../words.ts";
import { signIn } from "./session.ts";

export function SignIn({ ended }: { ended: boolean }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function submit(event: Event) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    const refused = await signIn(email.trim(), password);
    setBusy(false);
    if (!refused) return;
    setProblem(refused.code === "unauthorized" ? say("wrong_credentials") : reasonOf(refused));
    setPassword("");
  }

  return (
    <main class="door">
      <form class="card dlg" onSubmit={submit}>
        <span class="logo" aria-hidden="true">
          <Icon d={bow} />
        </span>
        <h1>{say("sign_in_title")}</h1>
        {ended && !problem && <Told kind="warn" text={say("signed_out_by_server")} />}
        {problem && <Told kind="bad" text={problem} />}
        <Field label={say("email")}>
          <input
            class="input"
            type="email"
            name="email"
            autocomplete="username"
            required
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        </Field>
        <Field label={say("password")}>
          <input
            class="input"
            type="password"
            name="password"
            autocomplete="current-password"
            required
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </Field>
        <button type="submit" class="btn primary big" aria-disabled={busy}>
          {busy ? say("signing_in") : say("sign_in")}
        </button>
      </form>
    </main>
  );
}
