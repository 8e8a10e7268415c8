import type { Event } from "./protocol.ts";
import type { Part } from "./state.ts";

/** What has happened in one conversation, as far as we were told: in `seq` order, nothing twice. */
export class Log {
  readonly conversation: string;
  #events: Event[] = [];
  #upto = 0;
  /** Something was missed that has not come yet: a live event is ahead of it, and says nothing about it. */
  #behind = false;

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
    this.#events = [...this.#events.slice(0, at), event, ...this.#events.slice(at)];
    if (!this.#behind) this.#upto = Math.max(this.#upto, event.seq);
    return true;
  }

  /** Takes what `welcome`, `open` or `catch_up` gave; gives those events that are new. */
  take(part: Part): Event[] {
    const fresh = part.events.filter((event) => this.add(event));
    this.#upto = Math.max(this.#upto, part.upto);
    return fresh;
  }

  has(seq: number): boolean {
    return this.#events.some((event) => event.seq === seq);
  }

  /** Asks for the rest, part by part, until there is none. `ask` gives null when it was refused. */
  async catchUp(ask: (after: number) => Promise<Part | null>): Promise<Event[]> {
    const fresh: Event[] = [];
    this.#behind = true;
    for (let more = true; more; ) {
      const before = this.#upto;
      const part = await ask(before);
      if (!part) return fresh;
      fresh.push(...this.take(part));
      more = part.more === true && this.#upto > before;
    }
    this.#behind = false;
    this.#upto = Math.max(this.#upto, this.#events.at(-1)?.seq ?? 0);
    return fresh;
  }
}
