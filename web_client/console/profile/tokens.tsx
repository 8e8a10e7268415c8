import { useState } from "preact/hooks";
import { now } from "../now.ts";
import { api } from "../session/session.ts";
import { Copyable } from "../settings/sites/install.tsx";
import { Failed } from "../ui/blank.tsx";
import { Field } from "../ui/field.tsx";
import { useLoaded } from "../ui/loaded.ts";
import { reasonOf } from "../ui/reasons.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { moment } from "../ui/spans.ts";
import { toast } from "../ui/toasts.tsx";
import { Told } from "../ui/told.tsx";
import { say } from "../words.ts";

type Token = { id: string; name: string; created_at?: number | null; last_used_at?: number | null };
type NewToken = Token & { token: string };

/** Personal access tokens: shown once, voided here. */
export function Tokens() {
  const [found, again] = useLoaded("tokens", () => api.all<Token>("/tokens"));
  const [name, setName] = useState("");
  const [made, setMade] = useState<NewToken | null>(null);

  async function make(event: Event) {
    event.preventDefault();
    const answer = await api.post<NewToken>("/tokens", { name });
    if (!answer.ok) return toast(reasonOf(answer.problem));
    setMade(answer.value);
    setName("");
    again();
  }
  async function drop(token: Token) {
    const answer = await api.delete(`/tokens/${encodeURIComponent(token.id)}`);
    if (!answer.ok) toast(reasonOf(answer.problem));
    if (made?.id === token.id) setMade(null);
    again();
  }

  return (
    <section class="card block" aria-labelledby="p-tokens">
      <header>
        <h2 id="p-tokens">{say("tokens")}</h2>
      </header>
      <p class="soft">{say("tokens_text")}</p>
      {made && (
        <>
          <Told kind="good" text={say("token_once", { name: made.name })} />
          <Copyable text={made.token} />
        </>
      )}
      {found.state === "loading" && <Skeleton label={say("loading")} rows={1} />}
      {found.state === "failed" && <Failed problem={found.problem} onRetry={again} />}
      {found.state === "ready" && found.value.length > 0 && (
        <ul class="lines">
          {found.value.map((token) => (
            <li key={token.id} class="row">
              <span class="grow">
                {token.name} <small class="faint num">{lastUse(token)}</small>
              </span>
              <button type="button" class="btn" onClick={() => void drop(token)}>
                {say("void_token")}
                <span class="vh"> {token.name}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <form onSubmit={(event) => void make(event)}>
        <Field label={say("token_for")} hint={say("token_for_hint")}>
          <input
            class="input"
            required
            maxLength={200}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <button type="submit" class="btn after">
          {say("make_token")}
        </button>
      </form>
    </section>
  );
}

const lastUse = (token: Token): string =>
  token.last_used_at ? say("last_used", { time: moment(token.last_used_at, now.value) }) : say("never_used");
