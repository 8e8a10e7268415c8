import type { Ack } from "./connection.ts";
import type { Event, MessageSent } from "./protocol.ts";
import type { Part } from "./state.ts";

// A server and a network that do what a test's script says, by fake timers.

/** What becomes of one command. late: it is answered after the connection was given up. */
export type Fate = "fine" | "lost" | "unacknowledged" | "late" | "busy";
/** What becomes of one event on its way to the client; `ms` later, and how often. */
export type Way = { ms: number; times: number };
export type Script = { fates: readonly Fate[]; ways: readonly Way[] };

type Answered = (answer: Ack<object>) => void;

/** Keeps one conversation, each id once, whatever reaches it. */
export class ScriptedServer {
  readonly events: MessageSent[] = [];
  /** How often each id was said. */
  readonly heard = new Map<string, number>();
  told: (event: Event) => void = () => {};

  say(id: string, text: string, kind: "visitor" | "agent" = "visitor"): MessageSent {
    this.heard.set(id, (this.heard.get(id) ?? 0) + 1);
    const known = this.events.find((event) => event.id === id);
    if (known) return known;
    const event = message(this.events.length + 1, id, text, kind);
    this.events.push(event);
    this.told(event);
    return event;
  }

  /** At most three at a time, so that there is more to ask for. */
  after(seq: number): Part {
    const events = this.events.filter((event) => event.seq > seq).slice(0, 3);
    const upto = events.at(-1)?.seq ?? seq;
    return upto < this.events.length ? { events, upto, more: true } : { events, upto };
  }
}

/** One client's way to the server. */
export class ScriptedNetwork {
  up = false;
  heard: (event: Event) => void = () => {};
  readonly #server: ScriptedServer;
  readonly #script: Script;
  #commands = 0;
  #events = 0;

  constructor(server: ScriptedServer, script: Script) {
    this.#server = server;
    this.#script = script;
    server.told = (event) => this.#told(event);
  }

  emit(command: string, payload: object, answered: Answered): void {
    const fate = this.#script.fates[this.#commands++] ?? "fine";
    if (!this.up || fate === "lost") return;
    if (fate === "busy") return void setTimeout(() => answered(BUSY), 20);
    const answer = this.#done(command, payload);
    if (fate === "unacknowledged") return;
    setTimeout(() => (this.up || fate === "late") && answered(answer), fate === "late" ? 3_000 : 20);
  }

  #done(command: string, payload: object): Ack<object> {
    const { id = "", text = "", after = 0 } = payload as { id?: string; text?: string; after?: number };
    const done = command === "catch_up" ? this.#server.after(after) : this.#server.say(id, text);
    return { ok: true, ...done };
  }

  /** The server tells those who are connected now; what is on its way may be overtaken, doubled, or lost with the
   * connection. */
  #told(event: Event): void {
    if (!this.up) return;
    const { ms, times } = this.#script.ways[this.#events++] ?? { ms: 0, times: 1 };
    for (let time = 1; time <= times; time++) setTimeout(() => this.up && this.heard(event), ms * time);
  }
}

const BUSY: Ack<object> = { ok: false, error: { code: "storage", message: "", retry_after: 0.05 } };

export function message(seq: number, id: string, text: string, kind: "visitor" | "agent"): MessageSent {
  return {
    conversation: "c",
    seq,
    at: seq,
    by: { kind, id: kind, name: null },
    id,
    type: "message.sent",
    kind: "text",
    public: true,
    text,
    choices: [],
    choice: null,
    ask: [],
    phrase: null,
  };
}
