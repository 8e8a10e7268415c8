import { signal } from "@preact/signals";
import { chime } from "../../shared/chime.ts";
import type { AgentStatus, Whispered } from "../../shared/protocol.ts";
import { type Alert, worded } from "../alerts/alert.ts";
import { alarmOn, ring } from "../board/alarm.ts";
import { go, here } from "../here.ts";
import type { News } from "../inbox/news.ts";
import { keep, kept } from "../kept.ts";
import { inboxPath, watchPath } from "../routes.ts";
import { presenceWords } from "../ui/absences.ts";
import { visitorName } from "../ui/names.ts";
import { calling } from "../ui/toasts.tsx";
import { say } from "../words.ts";

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

/** Calls the agent, unless he looks at this very conversation; a reminder is for who looks at it, too. */
export function tell(news: News, looksAt: string | null): void {
  const looking = document.visibilityState === "visible" && document.hasFocus();
  if (looking && looksAt === news.state.id && news.kind !== "nudged") return;
  if (soundOn.value) chime();
  if (noticesOn.value && !looking) show(news);
}

/** Calls a supervisor, wherever he is in the console. */
export function alarm(alert: Alert): void {
  const text = worded(alert, alert.at);
  const path = alert.conversation ? watchPath(alert.conversation) : "#/board";
  const open = { href: path, label: say("alert_open") };
  if (alarmOn.value) void ring();
  // The board says it itself.
  if (here.value.page !== "board")
    calling(text, { group: "alert", to: open, more: { n: 0, href: "#/board" } });
  if (!noticesOn.value || (document.visibilityState === "visible" && document.hasFocus())) return;
  const notice = new Notification(text, { tag: alert.key });
  notice.onclick = () => {
    focus();
    go(path);
    notice.close();
  };
}

/** A supervisor's word: heard at once, and read wherever one is. */
export function whispered(event: Whispered): void {
  const by = event.by.name ?? say("somebody");
  if (soundOn.value) chime();
  calls(say("whisper_toast", { by, text: event.text }), event.conversation);
}

/** A supervisor has said how one stands. */
export function stanceSet(event: AgentStatus): void {
  const state = presenceWords(event.status, event.reason);
  const by = event.by.name ?? say("somebody");
  if (soundOn.value) chime();
  calls(say(event.note ? "stance_note" : "stance_set", { by, state, note: event.note ?? "" }), null);
}

function calls(text: string, conversation: string | null): void {
  const open = conversation ? { href: inboxPath(conversation), label: say("alert_open") } : undefined;
  calling(text, { to: open });
  if (!noticesOn.value || (document.visibilityState === "visible" && document.hasFocus())) return;
  const notice = new Notification(text);
  notice.onclick = () => {
    focus();
    if (conversation) go(inboxPath(conversation));
    notice.close();
  };
}

function show({ kind, state }: News): void {
  const visitor = visitorName(state.visitor);
  const title = say(`notice_${kind}`, { visitor });
  const notice = new Notification(title, { body: state.preview?.text ?? "", tag: state.id });
  notice.onclick = () => {
    focus();
    go(inboxPath(state.id));
    notice.close();
  };
}
