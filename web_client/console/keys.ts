export type KeyAction =
  | "next"
  | "previous"
  | "reply"
  | "note"
  | "resolve"
  | "transfer"
  | "snooze"
  | "take"
  | "search"
  | "undo"
  | "help";

const KEYS: Record<string, KeyAction> = {
  j: "next",
  k: "previous",
  r: "reply",
  n: "note",
  e: "resolve",
  t: "transfer",
  z: "snooze",
  a: "take",
  u: "undo",
  "/": "search",
  "?": "help",
};

type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "defaultPrevented"> & {
  /** Something is being typed into. */
  typing: boolean;
  /** A dialog is open: it has the keyboard. */
  modal: boolean;
};

/** What a key asks for, or null. Single letters stay letters where one writes. */
export function actionOf(press: Press): KeyAction | null {
  if (press.typing || press.modal || press.defaultPrevented) return null;
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  return KEYS[press.key.length === 1 ? press.key.toLowerCase() : press.key] ?? null;
}

const WRITABLE = "input:not([type=radio],[type=checkbox],[type=color]),textarea,select,[contenteditable]";

/** Listens to the keyboard of a page; gives how to stop. `act` says whether it did something. */
export function listen(act: (action: KeyAction) => boolean, page: Document = document): () => void {
  const pressed = (event: KeyboardEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const typing = Boolean(target?.closest(WRITABLE));
    const modal = page.querySelector("dialog[open]") !== null;
    const { key, ctrlKey, metaKey, altKey, defaultPrevented } = event;
    const action = actionOf({ key, ctrlKey, metaKey, altKey, defaultPrevented, typing, modal });
    if (action && act(action)) event.preventDefault();
  };
  page.addEventListener("keydown", pressed);
  return () => page.removeEventListener("keydown", pressed);
}
