import { signal } from "@preact/signals";
import type { Connection, Refusal } from "../../shared/connection.ts";
import { Log } from "../../shared/log.ts";
import type { Event, Named } from "../../shared/protocol.ts";
import type { Part, State } from "../../shared/state.ts";
import { OwnTyping } from "../../shared/typing.ts";
import type { TypingTold } from "../desk.ts";
import { Typists } from "./typists.ts";

type Opened = Part & { conversation: State; viewers?: Named[] };

/** Whom a conversation tells what is new: however it came, live or by catching up. */
type Told = { state: (state: State) => void; events: (events: readonly Event[]) => void };

/** One conversation that is open before an agent. */
export class Talk {
  readonly id: string;
  readonly events = signal<readonly Event[]>([]);
  /** Its events have come at least once. */
  readonly loaded = signal(false);
  readonly refusal = signal<Refusal | null>(null);
  readonly typing = new Typists();
  /** The agents who have it before them, this one included. */
  readonly viewers = signal<readonly Named[]>([]);
  /** What the visitor is told of my own typing. */
  readonly own: OwnTyping;

  readonly #log: Log;
  readonly #connection: Connection;
  readonly #tell: Told;
  #readTold = 0;
  #shown = false;

  constructor(id: string, connection: Connection, tell: Told) {
    this.id = id;
    this.#log = new Log(id);
    this.#connection = connection;
    this.#tell = tell;
    this.own = new OwnTyping((on) => connection.tell("typing", { conversation: id, on }));
  }

  /** It is before the agent from now on, until the function that is given is called. */
  shows(): () => void {
    this.#shown = true;
    void this.catchUp();
    return () => {
      this.#shown = false;
      this.#connection.tell("leave", { conversation: this.id });
    };
  }

  /** Asks for everything that is not here yet; follows it from then on. Gives how much came. */
  async catchUp(): Promise<number> {
    const fresh = await this.#log.catchUp((after) => this.#open(after));
    this.events.value = this.#log.events;
    this.#tell.events(fresh);
    return fresh.length;
  }

  happened(event: Event): void {
    if (!this.#log.add(event)) return;
    this.events.value = this.#log.events;
    this.#tell.events([event]);
    if (event.type === "message.sent" && event.by.id) this.typing.stops(event.by.id);
  }

  viewedBy(agents: readonly Named[]): void {
    this.viewers.value = agents;
  }

  /** It may not be seen here any more. */
  isGone(): void {
    this.refusal.value = { code: "not_found", message: "" };
  }

  typed(told: TypingTold): void {
    const { by, on, text } = told;
    if (!by.id) return;
    if (on) this.typing.starts({ id: by.id, kind: by.kind, name: by.name, text: text ?? null });
    else this.typing.stops(by.id);
  }

  /** Tells that everything up to `seq` has been seen; only forwards. */
  tellRead(seq: number): void {
    if (seq <= this.#readTold) return;
    this.#readTold = seq;
    void this.#connection.send("read", { conversation: this.id, seq });
  }

  async #open(after: number): Promise<Part | null> {
    const answer = await this.#connection.send<Opened>("open", {
      conversation: this.id,
      after,
      looking: this.#shown,
    });
    this.loaded.value = true;
    this.refusal.value = answer.ok ? null : answer.error;
    if (!answer.ok) return null;
    this.#tell.state(answer.conversation);
    if (answer.viewers) this.viewedBy(answer.viewers);
    return answer;
  }
}
