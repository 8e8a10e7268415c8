import { signal } from "@preact/signals";
import type { Presence } from "../session/session.ts";
import { type Key, say } from "../words.ts";

/** Why one may be away, as the house offers it; `label` null: the reader's own word for a usual one. */
export type AwayReason = { id: string; label: string | null };
export const USUAL = ["break", "lunch", "meeting", "training"] as const;

export const awayReasons = signal<readonly AwayReason[]>(USUAL.map((id) => ({ id, label: null })));

// What the server writes where nobody chose a reason.
const NOT_CHOSEN = new Set(["chosen", "connection_lost", "connected", "revoked", "supervisor", ""]);

/** A reason in words; one that the house does not offer (any more) stands as it was given. */
export function reasonWords(id: string): string {
  const known = awayReasons.value.find((one) => one.id === id);
  if (known?.label) return known.label;
  return (USUAL as readonly string[]).includes(id) ? say(`away_${id}` as UsualKey) : id;
}

/** "away: Lunch" where a reason was chosen. */
export function presenceWords(status: Presence, reason: string | undefined): string {
  const word = say(`presence_${status}`);
  if (status !== "away" || NOT_CHOSEN.has(reason ?? "")) return word;
  return say("presence_because", { status: word, reason: reasonWords(reason ?? "") });
}

type UsualKey = Extract<Key, `away_${(typeof USUAL)[number]}`>;
