import { useState } from "preact/hooks";
import { globe } from "../../../shared/icons.ts";
import { now } from "../../now.ts";
import { settingsPath } from "../../routes.ts";
import { api } from "../../session/session.ts";
import { Blank } from "../../ui/blank.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { moment } from "../../ui/spans.ts";
import { say } from "../../words.ts";
import { Add } from "../add.tsx";
import { SettingsList } from "../list.tsx";
import { WebhookFields } from "./fields.tsx";
import { KINDS, kindNamed, type Webhook } from "./kinds.ts";
import { Secret } from "./secret.tsx";

/** Other programs that are told what happens. */
export function Webhooks() {
  const [found, again] = useLoaded("webhooks", () => api.all<Webhook>("/webhooks"));
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<Webhook | null>(null);
  return (
    <>
      <SettingsList
        title={say("set_webhooks")}
        add={say("add_webhook")}
        onAdd={() => setAdding(true)}
        found={found}
        onRetry={again}
        empty={<Blank icon={globe} title={say("no_webhooks")} text={say("no_webhooks_text")} />}
        head={
          <tr>
            <th scope="col">{say("webhook_url")}</th>
            <th scope="col">{say("webhook_kinds")}</th>
            <th scope="col">{say("webhook_state")}</th>
          </tr>
        }
        row={(webhook) => (
          <tr key={webhook.id}>
            <th scope="row" class="break">
              <a href={settingsPath("webhooks", webhook.id)}>{webhook.url}</a>
            </th>
            <td class="soft">
              {KINDS.filter((kind) => webhook.kinds.includes(kind))
                .map(kindNamed)
                .join(", ")}
            </td>
            <td class="soft break">{stateOf(webhook)}</td>
          </tr>
        )}
      />
      {adding && (
        <AddWebhook
          onMade={(webhook) => {
            setMade(webhook);
            again();
          }}
          onClose={() => setAdding(false)}
        />
      )}
      {made?.secret && <Secret secret={made.secret} onClose={() => setMade(null)} />}
    </>
  );
}

/** How it goes with it. */
export function stateOf(webhook: Webhook): string {
  if (webhook.disabled) return say("webhook_off");
  if (webhook.last_error) return say("webhook_failed", { why: webhook.last_error });
  if (!webhook.told_at) return say("webhook_never");
  return say("webhook_last", { time: moment(webhook.told_at, now.value) });
}

type AddProps = { onMade: (webhook: Webhook) => void; onClose: () => void };

function AddWebhook({ onMade, onClose }: AddProps) {
  const [typed, setTyped] = useState({ url: "", kinds: [...KINDS] });
  return (
    <Add
      title={say("add_webhook")}
      action={say("add")}
      onClose={onClose}
      explain={(problem) => (problem.code === "invalid" ? say("webhook_invalid") : null)}
      onAdd={async () => {
        const answer = await api.post<Webhook>("/webhooks", typed);
        if (!answer.ok) return answer.problem;
        onMade(answer.value);
        return null;
      }}
    >
      <WebhookFields value={typed} onChange={(change) => setTyped({ ...typed, ...change })} />
    </Add>
  );
}
