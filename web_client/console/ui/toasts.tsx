import { signal } from "@preact/signals";
import { Icon } from "../../shared/icon.tsx";
import { close } from "../../shared/icons.ts";
import { say } from "../words.ts";
import { KeyCap } from "./key_cap.tsx";

type Toast = { id: number; text: string; undo?: () => void };

const LASTS = 8_000; // ms
const toasts = signal<readonly Toast[]>([]);
let last = 0;

/** Says something that has happened, for 8 s, with a way back where there is one. */
export function toast(text: string, undo?: () => void): void {
  const one: Toast = { id: ++last, text, undo };
  toasts.value = [...toasts.value.slice(-2), one];
  setTimeout(() => drop(one.id), LASTS);
}

/** Undoes the newest that can be; false when there is none. */
export function undoLast(): boolean {
  const one = toasts.value.findLast((each) => each.undo);
  if (!one) return false;
  drop(one.id);
  one.undo?.();
  return true;
}

function drop(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

export function Toasts() {
  return (
    <div class="toasts" role="status">
      {toasts.value.map((one) => (
        <div class="toast" key={one.id}>
          <p>{one.text}</p>
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
      ))}
    </div>
  );
}
