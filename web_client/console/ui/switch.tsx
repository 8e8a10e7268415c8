import { useId } from "preact/hooks";

type Props = {
  label: string;
  hint?: string;
  on: boolean;
  disabled?: boolean;
  onSwitch: (on: boolean) => void;
};

/** Something that is on or off, with what it means under its name. */
export function Switch({ label, hint, on, disabled, onSwitch }: Props) {
  const id = useId();
  return (
    <div class="opt">
      <label for={id}>
        {label}
        {hint && <small>{hint}</small>}
      </label>
      <input
        class="switch"
        type="checkbox"
        role="switch"
        id={id}
        checked={on}
        aria-checked={on}
        disabled={disabled}
        onChange={(event) => onSwitch(event.currentTarget.checked)}
      />
    </div>
  );
}
