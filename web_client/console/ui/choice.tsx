import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

type Props<T extends string> = {
  label: string;
  /** The label stands above it; otherwise only readers hear it. */
  shown?: boolean;
  value: T;
  options: readonly { value: T; label: ComponentChildren }[];
  disabled?: boolean;
  onChoose: (value: T) => void;
};

/** One of a few, side by side. */
export function Choice<T extends string>({ label, shown, value, options, disabled, onChoose }: Props<T>) {
  const id = useId();
  const buttons = options.map((option) => (
    <button
      type="button"
      key={option.value}
      aria-pressed={option.value === value}
      disabled={disabled}
      onClick={() => onChoose(option.value)}
    >
      {option.label}
    </button>
  ));
  if (!shown)
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as this row in all browsers
      <div class="seg" role="group" aria-label={label}>
        {buttons}
      </div>
    );
  return (
    <div class="field">
      <span class="label" id={id}>
        {label}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div class="seg start" role="group" aria-labelledby={id}>
        {buttons}
      </div>
    </div>
  );
}
