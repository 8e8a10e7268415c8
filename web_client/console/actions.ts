import type { Ack } from "../shared/connection.ts";
import type { State } from "../shared/state.ts";
import type { Desk } from "./desk.ts";
import type { Presence } from "./session/session.ts";
import { visitorName } from "./ui/names.ts";
import { reasonOf } from "./ui/reasons.ts";
import { toast } from "./ui/toasts.tsx";
import { say } from "./words.ts";

export const REASONS = ["solved", "inactive", "duplicate", "spam"] as const;
export type Reason = (typeof REASONS)[number];
export type Target = { agent: string } | { team: string };

/** What an agent can do with a conversation. Each gives whether it was done; a refusal is said in words. */
export async function take(desk: Desk, state: State): Promise<boolean> {
  const answer = await desk.connection.send("take", { conversation: state.id });
  if (answer.ok) return true;
  const owner = answer.error.owner?.name;
  if (answer.error.code === "conflict" && owner)
    toast(say("taken_by", { agent: owner, visitor: visitorName(state.visitor) }));
  else toast(reasonOf(answer.error));
  return false;
}

export async function resolve(desk: Desk, state: State, reason: Reason): Promise<boolean> {
  const id = { conversation: state.id };
  const answer = await (reason === "spam"
    ? desk.connection.send("spam", id)
    : desk.connection.send("resolve", { ...id, reason }));
  if (!done(answer)) return false;
  const words = reason === "solved" ? "resolved_toast_asked" : "resolved_toast";
  toast(say(words, { visitor: visitorName(state.visitor) }), () => void reopen(desk, state));
  return true;
}

export const reopen = async (desk: Desk, state: State): Promise<boolean> =>
  done(await desk.connection.send("reopen", { conversation: state.id }));

/** `seconds` from now. */
export const snooze = async (desk: Desk, state: State, seconds: number): Promise<boolean> =>
  done(await desk.connection.send("snooze", { conversation: state.id, for: seconds }));

/** `warm`: an agent is asked first. */
export async function transfer(
  desk: Desk,
  state: State,
  to: Target,
  note: string,
  warm = false,
): Promise<boolean> {
  const more = { ...(note.trim() ? { note: note.trim() } : {}), ...(warm ? { warm } : {}) };
  return done(await desk.connection.send("transfer", { conversation: state.id, ...to, ...more }));
}

/** What somebody who is asked to take it over says to that, or who asks him thinks better of it. */
export async function answers(
  desk: Desk,
  state: State,
  what: "accept" | "decline" | "withdraw",
): Promise<boolean> {
  const answer = await desk.connection.send(what, { conversation: state.id });
  if (answer.ok || answer.error.code !== "conflict") return done(answer);
  if (!answer.error.again) toast(say("asked_over"));
  return false;
}

export const tag = async (desk: Desk, state: State, tags: readonly string[]): Promise<boolean> =>
  done(await desk.connection.send("tag", { conversation: state.id, tags }));

/** By hand: then no rule changes it any more. */
export const prioritise = async (desk: Desk, state: State, priority: number): Promise<boolean> =>
  done(await desk.connection.send("prioritise", { conversation: state.id, priority }));

export const needs = async (
  desk: Desk,
  state: State,
  skills: readonly string[],
  language: string | null,
): Promise<boolean> =>
  done(await desk.connection.send("needs", { conversation: state.id, skills, language }));

/** Says how one stands oneself; `reason`: why one is away. */
export async function stand(desk: Desk, status: Presence, reason?: string): Promise<void> {
  const answer = await desk.connection.send("status", { status, ...(reason ? { reason } : {}) });
  if (!answer.ok) toast(reasonOf(answer.error));
}

/** The same again after a lost answer is answered with a conflict: then the first one got through. */
function done(answer: Ack<object>): boolean {
  if (answer.ok || (answer.error.code === "conflict" && answer.error.again)) return true;
  toast(answer.error.code === "conflict" ? say("reason_conflict") : reasonOf(answer.error));
  return false;
}
