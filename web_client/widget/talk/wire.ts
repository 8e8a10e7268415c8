import type { Event, Sender } from "../../shared/protocol.ts";
import type { Look as Rates } from "../../shared/rates.ts";
import type { State } from "../../shared/state.ts";
import type { Look } from "../place.ts";

/** What the server tells a visitor right after connecting (PROTOCOL: `/visitor`). */
export type Welcome = {
  v: number;
  token: string;
  visitor: { id: string; name: string | null; known?: readonly string[]; tracking?: boolean };
  site: Look & {
    id: string;
    name: string;
    tracking?: boolean;
    typing_preview?: boolean;
    topics?: readonly Topic[];
  };
  butler: { name: string };
  service: Service;
  conversation: State | null;
  events: readonly Event[];
  upto: number;
  queue: Place | null;
  survey?: Survey;
};

/** What visitors may say that it is about. */
export type Topic = { id: string; label: string };

/** Who is there. Instants in ms by the server's clock, which is at `at`; the next turn of its hours is
 * `closes_at` while open, then `opens_at`; `offset`: by how many minutes the clocks there are ahead of UTC then. */
export type Service = {
  open: boolean;
  at: number;
  online?: boolean;
  opens_at?: number | null;
  closes_at?: number | null;
  offset?: number;
  mail?: boolean;
  /** People are there, but one more would wait too long for them. */
  busy?: boolean;
  /** One more may wait for them, but for more than ten minutes. */
  slow?: boolean;
};

/** Where one stands in the queue; `wait` from now on, in seconds (whole minutes), null when the server cannot
 * say. A `high` of null: it may be more than ten minutes. */
export type Place = { position: number | null; wait: { low: number; high: number | null } | null };

export type Survey = {
  survey: string;
  conversation: string;
  questions: readonly {
    id: string;
    kind: string;
    text: string | null;
    min: number;
    max: number;
    look?: Rates;
  }[];
};

export type TypingTold = { by: Sender; on: boolean };

/** What a visitor says of himself. */
export type Details = { name?: string; email?: string; phone?: string };
