import { computed, signal } from "@preact/signals";
import type { Named } from "../../shared/protocol.ts";
import { type Answer, Api, type Problem } from "../api.ts";
import { forgetAll } from "../kept_here.ts";
import { drafts } from "../talk/drafts.ts";
import { speak, wantedLanguages } from "../words.ts";

export type Role = "agent" | "supervisor" | "admin";
export type Presence = "online" | "away" | "offline";
export type Me = {
  id: string;
  name: string;
  email: string;
  role: Role;
  teams: Named[];
  status: Presence;
  csrf: string;
  locale: string | null;
};
/** asking: not known yet; out: nobody is signed in; lost: the server did not say. */
export type Session =
  | { state: "asking" }
  | { state: "out"; ended: boolean }
  | { state: "lost"; problem: Problem }
  | { state: "in"; me: Me };

export const session = signal<Session>({ state: "asking" });
export const me = computed<Me | null>(() => (session.value.state === "in" ? session.value.me : null));
export const supervises = computed(() => me.value?.role === "supervisor" || me.value?.role === "admin");
export const administers = computed(() => me.value?.role === "admin");

let csrf: string | null = null;

export const api = new Api({
  csrf: () => csrf,
  signedOut: () => {
    if (session.value.state === "in") ended();
  },
});

// Not /me: its 401 would be an error in the log of whoever only opens the page.
const whoIsIn = () => api.get<{ me: Me | null }>("/session");

/** Finds out who is signed in. */
export async function recall(): Promise<void> {
  const answer = await whoIsIn();
  if (!answer.ok) session.value = { state: "lost", problem: answer.problem };
  else if (answer.value.me) await enter(answer.value.me);
  else session.value = { state: "out", ended: false };
}

type Admitted = { me: Me; csrf: string };

export async function signIn(email: string, password: string): Promise<Problem | null> {
  return admitted(await api.post<Admitted>("/login", { email, password }));
}

export type FirstAdmin = { key: string; name: string; email: string; password: string };

export async function setUp(admin: FirstAdmin): Promise<Problem | null> {
  return admitted(await api.post<Admitted>("/setup", admin));
}

export async function signOut(): Promise<void> {
  await api.post("/logout", {});
  drafts.forget();
  forgetAll();
  csrf = null;
  session.value = { state: "out", ended: false };
}

/** A socket was refused: is the session over, or only something about it changed (a role, its token)? Gives
 * whether one may come in again. */
export async function isStillIn(): Promise<boolean> {
  const answer = await whoIsIn();
  if (answer.ok && answer.value.me) await enter(answer.value.me);
  else if (answer.ok) ended();
  return session.value.state === "in";
}

/** The server has ended it. What is on screen waits behind the sign-in. */
export function ended(): void {
  csrf = null;
  session.value = { state: "out", ended: true };
}

/** What one changed about oneself. */
export async function amend(change: Partial<Pick<Me, "name" | "locale">>): Promise<Problem | null> {
  const answer = await api.patch<Me>("/me", change);
  if (!answer.ok) return answer.problem;
  if (me.value) await enter({ ...me.value, ...change });
  return null;
}

/** Ends one's other sessions; this one goes on as a new one. */
export const changePassword = async (given: { old_password: string; password: string }) =>
  admitted(await api.patch<Admitted>("/me", given));

async function admitted(answer: Answer<Admitted>): Promise<Problem | null> {
  if (!answer.ok) return answer.problem;
  await enter({ ...answer.value.me, csrf: answer.value.csrf });
  return null;
}

async function enter(who: Me): Promise<void> {
  csrf = who.csrf;
  await speak(who.locale ? [who.locale] : wantedLanguages());
  session.value = { state: "in", me: who };
}
