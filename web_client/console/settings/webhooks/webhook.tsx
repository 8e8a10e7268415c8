import { useState } from "preact/hooks";
import type { Problem } from "../../api.ts";
import { go } from "../../here.ts";
import { settingsPath } from "../../routes.ts";
import { api } from "../../session/session.ts";
import { Failed } from "../../ui/blank.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { reasonOf } from "../../ui/reasons.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Switch } from "../../ui/switch.tsx";
import { toast } from "../../ui/toasts.tsx";
import { Told } from "../../ui/told.tsx";
import { say } from "../../words.ts";
import { Crumbs } from "../crumbs.tsx";
import { useDraft } from "../draft.ts";
import { SettingsForm } from "../form.tsx";
import { WebhookFields } from "./fields.tsx";
import type { Webhook } from "./kinds.ts";
import { stateOf } from "./list.tsx";
import { Secret } from "./secret.tsx";

type Outcome = { status: number | null; problem: string | null };

export function WebhookPage({ id }: { id: string }) {
  const path = `/webhooks/${encodeURIComponent(id)}`;
  const [found, again] = useLoaded(path, () => api.get<Webhook>(path));
  if (found.state === "loading") return <Skeleton label={say("loading")} />;
  if (found.state === "failed") return <Failed problem={found.problem} onRetry={again} />;
  return (
    <>
      <Crumbs section="webhooks" name={found.value.url} />
      <div class="split one">
        <div class="form">
          <Open path={path} saved={found.value} onSaved={again} />
          <Keys path={path} />
        </div>
      </div>
    </>
  );
}

function Open({ path, saved, onSaved }: { path: string; saved: Webhook; onSaved: () => void }) {
  const draft = useDraft({ url: saved.url, kinds: saved.kinds, disabled: saved.disabled });
  async function save(): Promise<Problem | null> {
    const answer = await api.patch<Webhook>(path, draft.changes);
    if (!answer.ok) return answer.problem;
    draft.discard();
    onSaved();
    toast(say("saved"));
    return null;
  }
  const bad = saved.disabled || saved.last_error !== null;
  return (
    <SettingsForm
      count={draft.count}
      onDiscard={draft.discard}
      onSave={save}
      explain={(problem) => (problem.code === "invalid" ? say("webhook_invalid") : null)}
    >
      <section class="card block" aria-labelledby="s-hook">
        <header>
          <h2 id="s-hook">{say("set_webhooks")}</h2>
        </header>
        <Told kind={bad ? "warn" : "plain"} text={stateOf(saved)} />
        <WebhookFields value={draft.value} onChange={draft.set} />
        <div class="opts">
          <Switch
            label={say("webhook_on")}
            hint={say("webhook_on_hint")}
            on={!draft.value.disabled}
            onSwitch={(on) => draft.set({ disabled: !on })}
          />
        </div>
        <Test path={path} />
      </section>
    </SettingsForm>
  );
}

/** Tells it something at once; as it is saved, not as it is being edited. */
function Test({ path }: { path: string }) {
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<{ kind: "good" | "bad"; text: string } | null>(null);

  async function test() {
    if (busy) return;
    setBusy(true);
    setTold(null);
    const answer = await api.post<Outcome>(`${path}/test`, {});
    setBusy(false);
    if (!answer.ok) setTold({ kind: "bad", text: reasonOf(answer.problem) });
    else if (answer.value.problem)
      setTold({ kind: "bad", text: say("webhook_refused", { why: answer.value.problem }) });
    else setTold({ kind: "good", text: say("webhook_took", { status: answer.value.status ?? "" }) });
  }

  return (
    <>
      {told && <Told kind={told.kind} text={told.text} />}
      <button type="button" class="btn start" aria-busy={busy} onClick={() => void test()}>
        {say("webhook_test")}
      </button>
    </>
  );
}

function Keys({ path }: { path: string }) {
  const [secret, setSecret] = useState<string | null>(null);
  async function renew() {
    const answer = await api.patch<Webhook>(path, { new_secret: true });
    if (answer.ok) setSecret(answer.value.secret);
    else toast(reasonOf(answer.problem));
  }
  async function remove() {
    const answer = await api.delete(path);
    if (answer.ok) go(settingsPath("webhooks"));
    else toast(reasonOf(answer.problem));
  }
  return (
    <>
      <section class="card block" aria-labelledby="s-secret">
        <header>
          <h2 id="s-secret">{say("webhook_secret")}</h2>
        </header>
        <p class="soft">{say("new_secret_text")}</p>
        <button type="button" class="btn start" onClick={() => void renew()}>
          {say("new_secret")}
        </button>
      </section>
      <section class="card block" aria-labelledby="s-rem-hook">
        <header>
          <h2 id="s-rem-hook">{say("remove_webhook")}</h2>
        </header>
        <p class="soft">{say("remove_webhook_text")}</p>
        <button type="button" class="btn start" onClick={() => void remove()}>
          {say("remove_webhook")}
        </button>
      </section>
      {secret && <Secret secret={secret} onClose={() => setSecret(null)} />}
    </>
  );
}
