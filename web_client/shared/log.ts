import type { Event } from "./protocol.ts";
import type { Part } from "./state.ts";

/** What has happened in one conversation, as far as we were told: in `seq` order, nothing twice. */
export class Log {
  readonly conversation: string;
  #events: Event[] = [];
  #upto = 0;

  constructor(conversation: string) {
    this.conversation = conversation;
  }

  get events(): readonly Event[] {
    return this.#events;
  }

  /** Everything that we may see up to here has been given; what to ask for the rest with. */
  get upto(): number {
    return this.#upto;
  }

  /** Takes an event of a live stream; false when it was known already or belongs elsewhere. */
  add(event: Event): boolean {
    if (event.conversation !== this.conversation || this.has(event.seq)) return false;
    const at = this.#events.findLastIndex((known) => known.seq < event.seq) + 1;
    this.#events = this.#events.toSpliced(at, 0, event);
    // What overtook another says nothing about it: only what follows without a gap has no other before it.
    while (this.has(this.#upto + 1)) this.#upto += 1;
    return true;
  }

  /** Takes what `welcome`, `open` or `catch_up` gave; gives those events that are new. */
  take(part: Part): Event[] {
    const fresh = part.events.filter((event) => this.add(event));
    this.#upto = Math.max(this.#upto, part.upto);
    return fresh;
  }

  has(seq: number): boolean {
    return this.#events.findLast((event) => event.seq <= seq)?.seq === seq;
  }

  /** Asks for the rest, part by part, until there is none. `ask` gives null when it was refused. */
  async catchUp(ask: (after: number) => Promise<Part | null>): Promise<Event[]> {
    const fresh: Event[] = [];
    for (let more = true; more; ) {
      const before = this.#upto;
      const part = await ask(before);
      if (!part) return fresh;
      fresh.push(...this.take(part));
      more = part.more === true && this.#upto > before;
    }
    return fresh;
  }
}
