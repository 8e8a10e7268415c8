import { signal } from "@preact/signals";
import { go } from "../here.ts";
import type { News } from "../inbox/news.ts";
import { keep, kept } from "../kept.ts";
import { inboxPath } from "../routes.ts";
import { visitorName } from "../ui/names.ts";
import { say } from "../words.ts";
import { chime } from "./sound.ts";

export const soundOn = signal(kept("sound") !== "off");
export const noticesOn = signal(kept("notices") === "on" && permission() === "granted");

export type Permission = "granted" | "denied" | "default" | "missing";

export function permission(): Permission {
  return "Notification" in globalThis ? Notification.permission : "missing";
}

export function setSound(on: boolean): void {
  soundOn.value = on;
  keep("sound", on ? "on" : "off");
  if (on) chime();
}

/** Asks the browser, if it has to be asked. Only ever called by a press of a button. */
export async function setNotices(on: boolean): Promise<void> {
  const allowed = on && permission() === "default" ? await Notification.requestPermission() : permission();
  noticesOn.value = on && allowed === "granted";
  keep("notices", noticesOn.value ? "on" : "off");
}

/** Calls the agent, unless he looks at this very conversation. */
export function tell(news: News, looksAt: string | null): void {
  const looking = document.visibilityState === "visible" && document.hasFocus();
  if (looking && looksAt === news.state.id) return;
  if (soundOn.value) chime();
  if (noticesOn.value && !looking) show(news);
}

function show({ kind, state }: News): void {
  const visitor = visitorName(state.visitor);
  const title =
    kind === "assigned" ? say("notice_assigned", { visitor }) : say("notice_message", { visitor });
  const notice = new Notification(title, { body: state.preview?.text ?? "", tag: state.id });
  notice.onclick = () => {
    focus();
    go(inboxPath(state.id));
    notice.close();
  };
}
