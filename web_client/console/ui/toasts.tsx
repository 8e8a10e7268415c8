import { signal } from "@preact/signals";
import { Icon } from "../../shared/icon.tsx";
import { close } from "../../shared/icons.ts";
import { say } from "../words.ts";
import { KeyCap } from "./key_cap.tsx";
import { type Toast, withOne } from "./toast_list.ts";

const LASTS = 8_000; // ms
const toasts = signal<readonly Toast[]>([]);
let last = 0;

/** Says something that has happened, for 8 s, with a way back where there is one. */
export function toast(text: string, undo?: () => void): void {
  show({ text, undo });
}

/** Says what one may want to go to; of a `group` there is one, with a way to the others. */
export function calling(text: string, more: Pick<Toast, "group" | "to" | "more">): void {
  show({ text, ...more });
}

/** Undoes the newest that can be; false when there is none. */
export function undoLast(): boolean {
  const one = toasts.value.findLast((each) => each.undo);
  if (!one) return false;
  drop(one.id);
  one.undo?.();
  return true;
}

function show(one: Omit<Toast, "id">): void {
  const id = ++last;
  toasts.value = withOne(toasts.value, { ...one, id });
  setTimeout(() => lapse(id), LASTS);
}

/** Not under the pointer, and not while it has the focus. */
function lapse(id: number): void {
  if (document.querySelector(`[data-toast="${id}"]:is(:hover, :focus-within)`))
    setTimeout(() => lapse(id), LASTS);
  else drop(id);
}

function drop(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

/** Each is read out when it comes, and those that stand there already are not read again. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite" aria-atomic="false">
      {toasts.value.map((one) => (
        <One key={one.group ?? one.id} one={one} />
      ))}
    </div>
  );
}

function One({ one }: { one: Toast }) {
  return (
    <div class="toast" data-toast={one.id}>
      <p>{one.text}</p>
      {one.to && (
        <a class="btn" href={one.to.href} onClick={() => drop(one.id)}>
          {one.to.label}
        </a>
      )}
      {one.more && one.more.n > 0 && (
        <a class="btn" href={one.more.href} onClick={() => drop(one.id)}>
          {say("alerts_more", { n: one.more.n })}
        </a>
      )}
      {one.undo && (
        <button
          type="button"
          class="btn"
          onClick={() => {
            drop(one.id);
            one.undo?.();
          }}
        >
          {say("undo")} <KeyCap of="U" />
        </button>
      )}
      <button type="button" class="btn icon" aria-label={say("dismiss")} onClick={() => drop(one.id)}>
        <Icon d={close} small />
      </button>
    </div>
  );
}
