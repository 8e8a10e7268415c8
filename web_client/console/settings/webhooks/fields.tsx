import { Field } from "../../ui/field.tsx";
import { say } from "../../words.ts";
import { KINDS, type Kind, kindNamed } from "./kinds.ts";

type Edited = { url: string; kinds: Kind[] };
type Props = { value: Edited; onChange: (change: Partial<Edited>) => void };

/** Where to, and what of. */
export function WebhookFields({ value, onChange }: Props) {
  const tick = (kind: Kind, on: boolean) =>
    onChange({ kinds: KINDS.filter((one) => (one === kind ? on : value.kinds.includes(one))) });
  return (
    <>
      <Field label={say("webhook_url")} hint={say("webhook_url_hint")}>
        <input
          class="input"
          type="url"
          required
          maxLength={1000}
          placeholder="https://www.example.com/told"
          value={value.url}
          onInput={(event) => onChange({ url: event.currentTarget.value.trim() })}
        />
      </Field>
      <fieldset class="field ticks">
        <legend class="label">{say("webhook_kinds")}</legend>
        {KINDS.map((kind) => (
          <label key={kind} class="row">
            <input
              type="checkbox"
              checked={value.kinds.includes(kind)}
              onChange={(event) => tick(kind, event.currentTarget.checked)}
            />
            {kindNamed(kind)}
          </label>
        ))}
      </fieldset>
    </>
  );
}
