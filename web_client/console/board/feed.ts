import { type ReadonlySignal, signal } from "@preact/signals";
import { keepAwake } from "../../shared/awake.ts";
import { type Ack, Connection, type Status } from "../../shared/connection.ts";
import type { Named } from "../../shared/protocol.ts";
import { asSignal } from "../../shared/signals.ts";
import type { State } from "../../shared/state.ts";
import type { Target } from "../actions.ts";
import type { Alert } from "../alerts/alert.ts";
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
  /** Within his working hours. */
  on_duty?: boolean;
  teams?: readonly Named[];
  /** What is in his slots. */
  has?: readonly Held[];
};
export type Held = {
  id: string;
  site: string;
  visitor: Named;
  waiting: State["waiting"];
  waiting_since: number | null;
  next_deadline: number | null;
};
/** Of one site and team; `oldest` and the sum `began` say when they began to wait (ms). */
export type Group = {
  site: string;
  team: string | null;
  waiting: number;
  oldest: number | null;
  began: number;
  active: number;
};
/** The mean of the last same weekdays, so many, each up to the same time of day. */
export type Usual = { value: number | null; days: number };
/** Waits in seconds, null when nobody waits. `at` in ms by the server's clock. */
export type Board = {
  at: number;
  waiting: number;
  longest_wait: number | null;
  mean_wait: number | null;
  active: number;
  queue: readonly State[];
  agents: readonly AgentShown[];
  groups?: readonly Group[];
  /** What is owed within ten minutes, or late. */
  due?: readonly State[];
  today: Record<string, Figure>;
  usual?: Record<string, Usual>;
  alerts: readonly Alert[];
};

/** The day's figures: on their way, there, or not to be had. */
export type Today = {
  state: "coming" | "there" | "missing";
  figures: Record<string, Figure>;
  usual: Record<string, Usual>;
};
const COMING: Today = { state: "coming", figures: {}, usual: {} };

export type Stance = { status: Presence; reason?: string; note?: string };

/** The live board, as the server tells it. */
export class Feed {
  readonly board = signal<Board | null>(null);
  readonly today = signal<Today>(COMING);
  readonly status: ReadonlySignal<Status>;
  /** ms to add to this device's clock to get the server's. */
  readonly ahead = signal(0);

  readonly connection: Connection;
  #asleep: (() => void) | null = null;
  /** Whose figures are shown; "" is all. */
  #part = "";

  constructor(csrf: () => string | null) {
    const auth = () => ({ csrf: csrf() });
    this.connection = new Connection({ url: "", namespace: "/supervisor", auth, transports: ["websocket"] });
    this.status = asSignal(this.connection.status);
    this.connection.on<Board>("board", (board) => {
      this.ahead.value = board.at - Date.now();
      this.board.value = board;
      if (!this.#part) this.#figures(board);
    });
  }

  /** The first board after connecting comes before the figures have been computed: they are asked for. Those
   * of a part (a site's, a team's) are never told by themselves. */
  async askToday(ask: () => Promise<Answer<Board>>, part = ""): Promise<void> {
    if (part !== this.#part) this.today.value = COMING;
    this.#part = part;
    const answer = await ask();
    if (part !== this.#part) return;
    if (answer.ok) this.#figures(answer.value);
    if (this.today.value.state === "coming") this.today.value = { ...COMING, state: "missing" };
  }

  start(): void {
    this.#asleep = keepAwake(this.connection);
    this.connection.connect();
  }

  close(): void {
    this.#asleep?.();
    this.connection.close();
  }

  assign = (conversation: string, to: Target): Promise<Ack<{ seq: number }>> =>
    this.connection.send("assign", { conversation, ...to });

  #figures({ today, usual }: Board): void {
    if (Object.keys(today).length === 0) return;
    // What is usual comes later, and stays while it is worked out anew.
    const known = usual && Object.keys(usual).length > 0 ? usual : this.today.value.usual;
    this.today.value = { state: "there", figures: today, usual: known };
  }

  /** Says how an agent stands; `note` is told to him. */
  stance = (agent: string, wish: Stance): Promise<Ack<object>> =>
    this.connection.send("status", { agent, ...wish });
}
