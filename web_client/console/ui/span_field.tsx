import { useId, useState } from "preact/hooks";
import { say } from "../words.ts";
import { UNIT_NAMES, UNITS, type Unit, unitOf } from "./span_words.ts";

type Props = {
  label: string;
  hint?: string;
  error?: string | null;
  /** In seconds; null: it does not happen. */
  value: number | null;
  /** What it begins with when it is switched on, in seconds. */
  usual: number;
  onChange: (seconds: number | null) => void;
};

/** Something that happens after a time, or not at all: a switch, and a number with its unit. */
export function SpanField({ label, hint, error, value, usual, onChange }: Props) {
  const id = useId();
  const [unit, setUnit] = useState<Unit>(unitOf(value ?? usual));
  const on = value !== null;
  return (
    <div class="opt span">
      <label for={id}>
        {label}
        {hint && <small>{hint}</small>}
        {error && <small class="err">{error}</small>}
      </label>
      {on && (
        <span class="row">
          <input
            class="input num short"
            type="number"
            required
            min={1}
            max={Math.floor((366 * UNITS.day) / UNITS[unit])}
            value={value / UNITS[unit]}
            aria-label={say("span_of", { what: label })}
            aria-invalid={error ? "true" : undefined}
            onInput={(event) => {
              const typed = Math.round(event.currentTarget.valueAsNumber * UNITS[unit]);
              if (typed > 0) onChange(typed);
            }}
          />
          <select
            class="input unit"
            value={unit}
            aria-label={say("unit_of", { what: label })}
            onChange={(event) => {
              const chosen = event.currentTarget.value as Unit;
              onChange((value / UNITS[unit]) * UNITS[chosen]);
              setUnit(chosen);
            }}
          >
            {UNIT_NAMES.map((one) => (
              <option key={one} value={one}>
                {say(`unit_${one}`)}
              </option>
            ))}
          </select>
        </span>
      )}
      <input
        class="switch"
        type="checkbox"
        role="switch"
        id={id}
        checked={on}
        aria-checked={on}
        onChange={(event) => {
          setUnit(unitOf(usual));
          onChange(event.currentTarget.checked ? usual : null);
        }}
      />
    </div>
  );
}
