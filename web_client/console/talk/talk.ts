import { signal } from "@preact/signals";
import type { Connection, Refusal } from "../../shared/connection.ts";
import { Log } from "../../shared/log.ts";
import type { Event } from "../../shared/protocol.ts";
import type { Part, State } from "../../shared/state.ts";
import { OwnTyping } from "../../shared/typing.ts";
import type { TypingTold } from "../desk.ts";
import { Typists } from "./typists.ts";

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
  /** What the visitor is told of my own typing. */
  readonly own: OwnTyping;

  readonly #log: Log;
  readonly #connection: Connection;
  readonly #tell: Told;
  #readTold = 0;
  /** Up to here everything was given. A live event may be ahead of what was missed, so it moves nothing here. */
  #given = 0;

  constructor(id: string, connection: Connection, tell: Told) {
    this.id = id;
    this.#log = new Log(id);
    this.#connection = connection;
    this.#tell = tell;
    this.own = new OwnTyping((on) => connection.tell("typing", { conversation: id, on }));
  }

  /** Asks for everything that is not here yet; follows it from then on. Gives how much came. */
  async catchUp(): Promise<number> {
    const fresh: Event[] = [];
    for (let more = true; more; ) {
      const part = await this.#open(this.#given);
      if (!part) break;
      fresh.push(...this.#log.take(part));
      more = part.more === true && part.upto > this.#given;
      this.#given = Math.max(this.#given, part.upto);
    }
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
    const answer = await this.#connection.send<Part & { conversation: State }>("open", {
      conversation: this.id,
      after,
    });
    this.loaded.value = true;
    this.refusal.value = answer.ok ? null : answer.error;
    if (!answer.ok) return null;
    this.#tell.state(answer.conversation);
    return answer;
  }
}
