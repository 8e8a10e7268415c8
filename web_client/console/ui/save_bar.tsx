import { useLayoutEffect } from "preact/hooks";
import { say } from "../words.ts";
import { KeyCap } from "./key_cap.tsx";

type Props = { count: number; busy: boolean; onDiscard: () => void; onSave: () => void };

/** Appears with the first change: how many there are, back, or save (also Ctrl S). */
export function SaveBar({ count, busy, onDiscard, onSave }: Props) {
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      if (count > 0 && !busy) onSave();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  });
  if (count === 0) return null;
  return (
    <div class="save">
      <span class="grow" role="status">
        {say("changes_not_saved", { n: count })}
      </span>
      <button type="button" class="btn plain" onClick={onDiscard}>
        {say("discard")}
      </button>
      <button type="submit" class="btn primary" aria-disabled={busy}>
        {busy ? say("saving") : say("save")} <KeyCap of="Ctrl S" class="only-desk" />
      </button>
    </div>
  );
}
