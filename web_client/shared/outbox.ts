import type { Ack, Refusal } from "./connection.ts";
import type { Event } from "./protocol.ts";
import { Watched } from "./watched.ts";

/** A message on its way. `sent`: stored by the server, its event is not here yet. */
export type Outgoing = {
  id: string;
  text: string;
  /** A pressed button of the butler's. */
  choice?: string;
  /** Which conversation, or nothing where the server knows; and any other fields of the command. */
  more?: Record<string, unknown>;
  at: number;
  state: "pending" | "sent" | "failed";
  error?: Refusal;
};

export type Said = { conversation?: string; seq: number; at: number };
export type Keeper = { load(): Outgoing[]; keep(messages: readonly Outgoing[]): void };

/** As many as are held at once; whoever writes more is told at once that it cannot be sent. */
const MOST_HELD = 200;
const forgetful: Keeper = { load: () => [], keep: () => {} };

/** Messages from the moment they are typed until the server's echo takes their place, in order. */
export class Outbox {
  readonly messages: Watched<readonly Outgoing[]>;
  readonly #send: (message: Outgoing) => Promise<Ack<Said>>;
  readonly #keeper: Keeper;
  #busy = false;

  constructor(send: (message: Outgoing) => Promise<Ack<Said>>, keeper: Keeper = forgetful) {
    this.#send = send;
    this.#keeper = keeper;
    // What had been acknowledged before the page went is in the log that is given anew.
    const kept = keeper.load().filter((message) => message.state !== "sent");
    this.messages = new Watched<readonly Outgoing[]>(kept);
    void this.#flush();
  }

  /** Puts a message at the end; `id` is a UUID that the client made, `now` in ms. */
  add(message: Omit<Outgoing, "at" | "state">, now: number): void {
    const isFull = this.messages.value.length >= MOST_HELD;
    const error: Refusal = { code: "rate_limited", message: "" };
    this.#set([
      ...this.messages.value,
      isFull ? { ...message, at: now, state: "failed", error } : { ...message, at: now, state: "pending" },
    ]);
    void this.#flush();
  }

  /** Tries a refused one again, at its place. */
  retry(id: string): void {
    this.#change(id, { state: "pending", error: undefined });
    void this.#flush();
  }

  /** Gives up a refused one; gives its text back. */
  discard(id: string): string {
    const found = this.messages.value.find((message) => message.id === id);
    this.#set(this.messages.value.filter((message) => message.id !== id));
    return found?.text ?? "";
  }

  /** The server's echo is here: ours is not shown any more. */
  echoed(event: Event): void {
    if (event.id === null || event.type !== "message.sent") return;
    if (this.messages.value.some((message) => message.id === event.id)) this.discard(event.id);
  }

  /** The log has come anew: what was stored before is in it, or in that of another conversation. */
  caughtUp(): void {
    this.#set(this.messages.value.filter((message) => message.state !== "sent"));
  }

  /** Forgets everything. */
  clear(): void {
    this.#set([]);
  }

  /** One after the other, so that no answer to an earlier one can come after a later one was stored. */
  async #flush(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let next = this.#next(); next; next = this.#next()) {
      const answer = await this.#send(next);
      if (answer.ok) this.#change(next.id, { state: "sent" });
      else this.#change(next.id, { state: "failed", error: answer.error });
    }
    this.#busy = false;
  }

  #next(): Outgoing | undefined {
    return this.messages.value.find((message) => message.state === "pending");
  }

  #change(id: string, change: Partial<Outgoing>): void {
    // It was given up, or its echo came first.
    if (!this.messages.value.some((one) => one.id === id)) return;
    this.#set(this.messages.value.map((one) => (one.id === id ? { ...one, ...change } : one)));
  }

  #set(messages: readonly Outgoing[]): void {
    this.messages.value = messages;
    this.#keeper.keep(messages);
  }
}
