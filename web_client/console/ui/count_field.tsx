import { useId } from "preact/hooks";
import { say } from "../words.ts";

type Props = {
  label: string;
  hint?: string;
  value: number | null;
  usual: number;
  onChange: (count: number | null) => void;
};

/** A limit that holds, or none: a switch, and a number. */
export function CountField({ label, hint, value, usual, onChange }: Props) {
  const id = useId();
  return (
    <div class="opt span">
      <label for={id}>
        {label}
        {hint && <small>{hint}</small>}
      </label>
      {value !== null && (
        <input
          class="input num short"
          type="number"
          required
          min={1}
          max={10_000}
          value={value}
          aria-label={say("count_of", { what: label })}
          onInput={(event) => {
            const typed = Math.round(event.currentTarget.valueAsNumber);
            if (typed > 0) onChange(typed);
          }}
        />
      )}
      <input
        class="switch"
        type="checkbox"
        role="switch"
        id={id}
        checked={value !== null}
        aria-checked={value !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? usual : null)}
      />
    </div>
  );
}
