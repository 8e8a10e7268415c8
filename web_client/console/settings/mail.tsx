import { useState } from "preact/hooks";
import { now } from "../now.ts";
import { inboxPath, reportsPath, settingsPath } from "../routes.ts";
import { administers, api } from "../session/session.ts";
import { Failed } from "../ui/blank.tsx";
import { useLoaded } from "../ui/loaded.ts";
import { reasonOf } from "../ui/reasons.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { moment } from "../ui/spans.ts";
import { toast } from "../ui/toasts.tsx";
import { Told } from "../ui/told.tsx";
import { say } from "../words.ts";
import { Copyable } from "./sites/install.tsx";

type Mail = { on: boolean; server: string | null; sender: string | null; after: number; waiting: number };
type Trial = { to: string; problem: string | null };
type Dead = {
  id: string;
  conversation: string | null;
  webhook: string | null;
  schedule: string | null;
  attempts: number;
  error: string;
  created_at: number;
};

/** Whether answers reach those who have left, and which did not. */
export function MailCard() {
  const [found, again] = useLoaded("/mail", () => api.get<Mail>("/mail"));
  return (
    <section class="card block" aria-labelledby="s-mail">
      <header>
        <h2 id="s-mail">{say("mail")}</h2>
      </header>
      {found.state === "loading" && <Skeleton label={say("loading")} rows={1} />}
      {found.state === "failed" && <Failed problem={found.problem} onRetry={again} />}
      {found.state === "ready" && (found.value.on ? <On mail={found.value} /> : <Off />)}
      {administers.value && <Letters onRetry={again} />}
    </section>
  );
}

const START = [
  "chat-butler serve --public-url https://chat.example.com",
  "--smtp-url smtp://user:password@mail.example.com:587",
  "--mail-from chat@example.com",
].join(" \\\n  ");

function Off() {
  return (
    <>
      <Told kind="warn" text={say("mail_off")} />
      <p class="soft">{say(administers.value ? "mail_off_how" : "mail_off_ask")}</p>
      {administers.value && <Copyable text={START} />}
    </>
  );
}

function On({ mail }: { mail: Mail }) {
  return (
    <>
      <Told
        kind="good"
        text={say("mail_on", { n: mail.after, server: mail.server ?? "", sender: mail.sender ?? "" })}
      />
      {mail.waiting > 0 && <p class="soft num">{say("mail_waiting", { n: mail.waiting })}</p>}
      {administers.value && <TryMail />}
    </>
  );
}

function TryMail() {
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<{ kind: "good" | "bad"; text: string } | null>(null);

  async function send() {
    if (busy) return;
    setBusy(true);
    setTold(null);
    const answer = await api.post<Trial>("/mail/test", {});
    setBusy(false);
    if (!answer.ok) setTold({ kind: "bad", text: reasonOf(answer.problem) });
    else if (answer.value.problem)
      setTold({ kind: "bad", text: say("mail_not_sent", { why: answer.value.problem }) });
    else setTold({ kind: "good", text: say("mail_sent", { address: answer.value.to }) });
  }

  return (
    <>
      {told && <Told kind={told.kind} text={told.text} />}
      <button type="button" class="btn start" aria-busy={busy} onClick={() => void send()}>
        {say("mail_try")}
      </button>
    </>
  );
}

function Letters({ onRetry }: { onRetry: () => void }) {
  const [found, again] = useLoaded("/outbox", () => api.all<Dead>("/outbox?state=dead"));
  if (found.state === "failed") return <Failed problem={found.problem} onRetry={again} />;
  if (found.state === "loading" || !found.value.length) return null;

  async function retry(letter: Dead) {
    const answer = await api.post(`/outbox/${encodeURIComponent(letter.id)}/retry`, {});
    toast(answer.ok ? say("letter_again") : reasonOf(answer.problem));
    again();
    onRetry();
  }

  return (
    <div class="tight">
      <h3>{say("letters_dead")}</h3>
      <p class="soft">{say("letters_dead_text")}</p>
      <ul class="lines">
        {found.value.map((letter) => (
          <li key={letter.id} class="row">
            <span class="grow">
              <a href={placeOf(letter)}>{titleOf(letter)}</a>{" "}
              <small class="faint num">{say("letter_tries", { n: letter.attempts })}</small>
              <br />
              <small class="soft">{letter.error}</small>
            </span>
            <button type="button" class="btn" onClick={() => void retry(letter)}>
              {say("letter_try")}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function placeOf(letter: Dead): string {
  if (letter.webhook) return settingsPath("webhooks", letter.webhook);
  if (letter.schedule) return reportsPath(["mailed"]);
  return letter.conversation ? inboxPath(letter.conversation) : settingsPath("alerts");
}

function titleOf(letter: Dead): string {
  const time = moment(letter.created_at, now.value);
  if (letter.webhook) return say("hook_of", { time });
  if (letter.schedule) return say("report_of", { time });
  return letter.conversation ? say("letter_of", { time }) : say("alert_of", { time });
}
