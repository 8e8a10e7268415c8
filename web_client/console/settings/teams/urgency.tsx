import { Icon } from "../../../shared/icon.tsx";
import { close, plus } from "../../../shared/icons.ts";
import { SpanField } from "../../ui/span_field.tsx";
import { spanWords } from "../../ui/span_words.ts";
import { say } from "../../words.ts";
import type { Raise } from "./rules.ts";
import type { RulesProps } from "./rules_form.tsx";

const KINDS = ["tag", "page", "field"] as const;
/** Of urgency, as they are offered. */
export const STEPS = [3, 2, 1, 0, -1, -2] as const;
const USUAL: Raise = { kind: "tag", value: "", priority: 1, name: "" };

/** Whose conversations go first. */
export function Urgency({ rules, set }: RulesProps) {
  const change = (place: number, by: Partial<Raise>) =>
    set({ raises: rules.raises.map((one, at) => (at === place ? { ...one, ...by } : one)) });
  return (
    <section class="card block" aria-labelledby="s-urgent">
      <header>
        <h2 id="s-urgent">{say("urgent_first")}</h2>
      </header>
      <p class="soft small">{say("urgent_first_text")}</p>
      {rules.raises.length > 0 && (
        <ul class="lines">
          {rules.raises.map((raise, place) => (
            <li key={place}>
              <RaiseRow
                raise={raise}
                number={place + 1}
                onChange={(by) => change(place, by)}
                onRemove={() => set({ raises: rules.raises.filter((_, at) => at !== place) })}
              />
            </li>
          ))}
        </ul>
      )}
      <button type="button" class="btn start" onClick={() => set({ raises: [...rules.raises, USUAL] })}>
        <Icon d={plus} small />
        {say("add_raise")}
      </button>
      <div class="opts">
        <SpanField
          label={say("ageing")}
          hint={
            rules.ageing === null ? say("ageing_off") : say("ageing_on", { time: spanWords(rules.ageing) })
          }
          value={rules.ageing}
          usual={300}
          onChange={(ageing) => set({ ageing })}
        />
      </div>
    </section>
  );
}

type RowProps = {
  raise: Raise;
  number: number;
  onChange: (change: Partial<Raise>) => void;
  onRemove: () => void;
};

function RaiseRow({ raise, number, onChange, onRemove }: RowProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as this row in all browsers
    <div class="raise" role="group" aria-label={say("raise_number", { n: number })}>
      <div class="raise-what">
        <select
          class="input"
          value={raise.kind}
          aria-label={say("raise_kind")}
          onChange={(event) => onChange({ kind: event.currentTarget.value as Raise["kind"], name: "" })}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {say(`raise_${kind}`)}
            </option>
          ))}
        </select>
        {raise.kind === "field" && (
          <input
            class="input"
            required
            maxLength={64}
            value={raise.name}
            placeholder={say("raise_name_example")}
            aria-label={say("raise_name")}
            onInput={(event) => onChange({ name: event.currentTarget.value })}
          />
        )}
        <input
          class="input"
          required
          maxLength={200}
          value={raise.value}
          placeholder={say(`raise_${raise.kind}_example`)}
          aria-label={say(`raise_${raise.kind}_value`)}
          onInput={(event) => onChange({ value: event.currentTarget.value })}
        />
        <select
          class="input"
          value={raise.priority}
          aria-label={say("priority")}
          onChange={(event) => onChange({ priority: Number(event.currentTarget.value) })}
        >
          {[...new Set([...STEPS, raise.priority])].map((step) => (
            <option key={step} value={step}>
              {priorityWords(step)}
            </option>
          ))}
        </select>
      </div>
      <button
        type="button"
        class="btn icon plain"
        aria-label={say("remove_raise", { n: number })}
        onClick={onRemove}
      >
        <Icon d={close} small />
      </button>
    </div>
  );
}

/** A priority in words; 0 is ordinary. */
export function priorityWords(priority: number): string {
  if (priority === 0) return say("priority_0");
  if (priority < 0) return say("priority_low", { n: -priority });
  return say("priority_high", { n: priority });
}
