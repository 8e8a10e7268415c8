import { useState } from "preact/hooks";
import type { Problem } from "../../api.ts";
import { administers, api } from "../../session/session.ts";
import { Failed } from "../../ui/blank.tsx";
import { Field } from "../../ui/field.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toasts.tsx";
import { Told } from "../../ui/told.tsx";
import { say } from "../../words.ts";
import { useDraft } from "../draft.ts";
import { SettingsForm } from "../form.tsx";

type Addresses = { alert_addresses: string[] };

/** To whom alerts are mailed. */
export function ByMail() {
  const [found, again] = useLoaded("/settings", () => api.get<Addresses>("/settings"));
  const [mail] = useLoaded("/mail", () => api.get<{ on: boolean }>("/mail"));
  if (found.state === "loading") return <Skeleton label={say("loading")} rows={2} />;
  if (found.state === "failed") return <Failed problem={found.problem} onRetry={again} />;
  const { alert_addresses } = found.value;
  const isOff = mail.state === "ready" && !mail.value.on;
  return <Open saved={{ alert_addresses }} isOff={isOff} onSaved={again} />;
}

function Open({ saved, isOff, onSaved }: { saved: Addresses; isOff: boolean; onSaved: () => void }) {
  const draft = useDraft(saved);
  const [typed, setTyped] = useState(saved.alert_addresses.join("\n"));

  async function save(): Promise<Problem | null> {
    const answer = await api.patch<Addresses>("/settings", draft.changes);
    if (!answer.ok) return answer.problem;
    draft.discard();
    setTyped(answer.value.alert_addresses.join("\n"));
    onSaved();
    toast(say("saved"));
    return null;
  }

  return (
    <SettingsForm
      count={draft.count}
      onDiscard={() => {
        draft.discard();
        setTyped(saved.alert_addresses.join("\n"));
      }}
      onSave={save}
      explain={(problem) => (problem.code === "invalid" ? say("alert_address_invalid") : null)}
    >
      <section class="card block" aria-labelledby="s-alert-mail">
        <header>
          <h2 id="s-alert-mail">{say("alert_by_mail")}</h2>
        </header>
        {isOff && (
          <Told kind="warn" text={say(administers.value ? "alert_mail_off" : "alert_mail_off_ask")} />
        )}
        <Field label={say("alert_addresses")} hint={say("alert_addresses_hint")}>
          <textarea
            class="input"
            rows={3}
            value={typed}
            onInput={(event) => {
              setTyped(event.currentTarget.value);
              draft.set({ alert_addresses: event.currentTarget.value.split(/[\s,;]+/).filter(Boolean) });
            }}
          />
        </Field>
      </section>
    </SettingsForm>
  );
}
