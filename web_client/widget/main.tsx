import { render } from "preact";
import css from "#style";
import { Front } from "./front/front.ts";
import { showLauncher } from "./front/launcher.ts";
import { Memory } from "./front/memory.ts";
import { Panel } from "./front/panel.tsx";
import { addSheet } from "./front/sheet.ts";
import type { Call, Interface, Place } from "./place.ts";
import { speak } from "./words.ts";

/** Puts the interface beside the launcher; gives what carries out the page's calls. */
export function mount(place: Place): Interface {
  const { root, dock, launcher, host, look } = place;
  speak(place.language, place.locale);
  addSheet(place, css);
  const memory = new Memory(place.key);
  const calls: Call[] = [];
  const front = new Front({
    memory,
    begin: async (front) => {
      const { begin } = await import("./talk/talk.tsx");
      const talk = begin(front, place);
      for (const call of calls.splice(0)) talk.call(call);
      if (front.isOpen) talk.chat.opened();
      return talk;
    },
  });
  const box = dock.insertBefore(document.createElement("div"), launcher);
  box.dir = place.direction;

  const open = (isOpen: boolean) => {
    if (isOpen === front.isOpen) return;
    front.isOpen = isOpen;
    if (isOpen) memory.keep({});
    front.talk?.chat.opened();
    draw();
    if (isOpen) return front.focus();
    place.show();
    launcher.focus();
  };
  const draw = () => {
    render(<Panel front={front} look={look} now={Date.now} open={open} />, box);
    showLauncher(launcher, front.isOpen, front.talk?.chat.unread.length ?? 0);
    front.talk?.chat.drawn();
  };
  let isDue = false;
  front.changed = () => {
    if (!isDue)
      queueMicrotask(() => {
        isDue = false;
        draw();
      });
    isDue = true;
  };
  root.addEventListener("keydown", (event) => {
    if ((event as KeyboardEvent).key === "Escape") open(false);
  });
  draw();
  void front.load();

  const verbs: Record<string, (argument?: unknown) => void> = {
    open: () => open(true),
    close: () => open(false),
    toggle: () => open(!front.isOpen),
    hide: () => {
      host.hidden = true;
    },
    show: () => {
      host.hidden = false;
    },
    message: (text) => {
      front.typed(String(text ?? ""));
      open(true);
    },
  };
  return (call) => {
    const verb = verbs[call[0]];
    if (verb) verb(call[1]);
    else if (front.talk) front.talk.call(call);
    else calls.push(call);
  };
}
