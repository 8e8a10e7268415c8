import { type ComponentChildren, cloneElement, type VNode } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { alert } from "../../shared/icons.ts";

type Props = {
  label: string;
  hint?: ComponentChildren;
  error?: string | null;
  /** The control: gets id, and what describes it. */
  children: VNode<Record<string, unknown>>;
};

/** A labelled control with its hint, and under it what is wrong with it. */
export function Field({ label, hint, error, children }: Props) {
  const id = useId();
  const described = [hint && `${id}h`, error && `${id}e`].filter(Boolean).join(" ");
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {cloneElement(children, {
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": error ? "true" : undefined,
      })}
      {hint && (
        <p class="hint" id={`${id}h`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="err" id={`${id}e`}>
          <Icon d={alert} small />
          {error}
        </p>
      )}
    </div>
  );
}
