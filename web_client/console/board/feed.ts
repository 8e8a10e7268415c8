import { type ReadonlySignal, signal } from "@preact/signals";
import { keepAwake } from "../../shared/awake.ts";
import { type Ack, Connection, type Status } from "../../shared/connection.ts";
import type { Named } from "../../shared/protocol.ts";
import { asSignal } from "../../shared/signals.ts";
import type { State } from "../../shared/state.ts";
import type { Target } from "../actions.ts";
import type { Answer } from "../api.ts";
import type { Presence } from "../session/session.ts";
import type { Figure } from "./figures.ts";

export type AgentShown = {
  id: string;
  name: string;
  status: Presence;
  reason?: string;
  since: number;
  slots: number;
  taken: number;
  teams?: readonly Named[];
};
/** Waits in seconds, null when nobody waits. `at` in ms by the server's clock. */
export type Board = {
  at: number;
  waiting: number;
  longest_wait: number | null;
  mean_wait: number | null;
  active: number;
  queue: readonly State[];
  agents: readonly AgentShown[];
  today: Record<string, Figure>;
};

/** The day's figures: on their way, there, or not to be had. */
export type Today = { state: "coming" | "there" | "missing"; figures: Record<string, Figure> };

/** The live board, as the server tells it. */
export class Feed {
  readonly board = signal<Board | null>(null);
  readonly today = signal<Today>({ state: "coming", figures: {} });
  readonly status: ReadonlySignal<Status>;
  /** ms to add to this device's clock to get the server's. */
  readonly ahead = signal(0);

  readonly #connection: Connection;
  #asleep: (() => void) | null = null;

  constructor(csrf: () => string | null) {
    const auth = () => ({ csrf: csrf() });
    this.#connection = new Connection({ url: "", namespace: "/supervisor", auth, transports: ["websocket"] });
    this.status = asSignal(this.#connection.status);
    this.#connection.on<Board>("board", (board) => {
      this.ahead.value = board.at - Date.now();
      this.board.value = board;
      this.#figures(board.today);
    });
  }

  /** The first board after connecting comes before the figures have been computed: they are asked for. */
  async askToday(ask: () => Promise<Answer<Board>>): Promise<void> {
    const answer = await ask();
    if (answer.ok) this.#figures(answer.value.today);
    if (this.today.value.state === "coming") this.today.value = { state: "missing", figures: {} };
  }

  start(): void {
    this.#asleep = keepAwake(this.#connection);
    this.#connection.connect();
  }

  close(): void {
    this.#asleep?.();
    this.#connection.close();
  }

  assign = (conversation: string, to: Target): Promise<Ack<{ seq: number }>> =>
    this.#connection.send("assign", { conversation, ...to });

  #figures(today: Record<string, Figure>): void {
    if (Object.keys(today).length > 0) this.today.value = { state: "there", figures: today };
  }

  /** Looks on; that it was looked at is kept in the conversation. */
  watch = (conversation: string): Promise<Ack<object>> => this.#connection.send("watch", { conversation });
}
