import type { Event, Sender } from "../../shared/protocol.ts";
import type { State } from "../../shared/state.ts";
import type { Look } from "../place.ts";

/** What the server tells a visitor right after connecting (PROTOCOL: `/visitor`). */
export type Welcome = {
  v: number;
  token: string;
  visitor: { id: string; name: string | null; known?: readonly string[]; tracking?: boolean };
  site: Look & { id: string; name: string; tracking?: boolean; typing_preview?: boolean };
  butler: { name: string };
  service: { open: boolean; online?: boolean; opens_at?: number | null };
  conversation: State | null;
  events: readonly Event[];
  upto: number;
  queue: Place | null;
  survey?: Survey;
};

/** Where one stands in the queue; `wait` in seconds, null when the server cannot say. */
export type Place = { position: number | null; wait: { low: number; high: number } | null };

export type Survey = {
  survey: string;
  conversation: string;
  questions: readonly { id: string; kind: string; text: string | null; min: number; max: number }[];
};

export type TypingTold = { by: Sender; on: boolean };

/** What a visitor says of himself. */
export type Details = { name?: string; email?: string; phone?: string };
