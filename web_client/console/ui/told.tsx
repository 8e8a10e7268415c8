import type { ComponentChildren } from "preact";
import { Icon } from "../../shared/icon.tsx";
import { alert, check, why } from "../../shared/icons.ts";

const ICONS = { bad: alert, warn: alert, good: check, plain: why };

/** A bar that says something about the whole view. Bad news is read out at once. */
export function Told(props: { kind: keyof typeof ICONS; text: ComponentChildren; icon?: string }) {
  const { kind, text, icon } = props;
  return (
    <div class={`note-bar ${kind}`} role={kind === "bad" ? "alert" : "status"}>
      <Icon d={icon ?? ICONS[kind]} />
      <p class="grow">{text}</p>
    </div>
  );
}
