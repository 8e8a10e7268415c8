import { signal } from "@preact/signals";
import type { Ack, Refusal } from "../../shared/connection.ts";
import { uuid } from "../../shared/ids.ts";
import { Log } from "../../shared/log.ts";
import type { Event } from "../../shared/protocol.ts";
import { stateNow } from "../../shared/snapshot.ts";
import type { Part, State } from "../../shared/state.ts";
import type { Feed } from "../board/feed.ts";
import type { TypingTold } from "../desk.ts";
import { Typists } from "../talk/typists.ts";

type Watched = Part & { conversation: State };

/** A conversation that is looked on unseen: over the supervisors' connection, which marks nobody as a viewer. */
export class Lookout {
  readonly events = signal<readonly Event[]>([]);
  readonly state = signal<State | null>(null);
  readonly loaded = signal(false);
  readonly refusal = signal<Refusal | null>(null);
  readonly typing = new Typists();

  readonly #feed: Feed;
  readonly #conversation: string;
  readonly #log: Log;
  readonly #stop: (() => void)[];

  constructor(feed: Feed, conversation: string) {
    this.#feed = feed;
    this.#conversation = conversation;
    this.#log = new Log(conversation);
    this.#stop = [
      feed.connection.on<Event>("event", (event) => this.#happened(event)),
      feed.connection.on<TypingTold>("typing", (told) => this.#typed(told)),
      // Whatever was missed while there was no connection is asked for by number.
      feed.connection.status.subscribe((status) => {
        if (status === "online") void this.#catchUp();
      }),
    ];
  }

  close(): void {
    for (const stop of this.#stop) stop();
  }

  /** To the agent who has it, and to nobody else. The same text goes out once, however often it is tried. */
  whisper(text: string, id = uuid()): Promise<Ack<object>> {
    return this.#feed.connection.send("whisper", { conversation: this.#conversation, id, text });
  }

  async #catchUp(): Promise<void> {
    await this.#log.catchUp(async (after) => {
      const asked = { conversation: this.#conversation, after };
      const answer = await this.#feed.connection.send<Watched>("watch", asked);
      this.refusal.value = answer.ok ? null : answer.error;
      if (!answer.ok) return null;
      this.state.value = answer.conversation;
      return answer;
    });
    this.#tell();
    this.loaded.value = true;
  }

  #happened(event: Event): void {
    if (!this.#log.add(event)) return;
    if (event.type === "message.sent" && event.by.id) this.typing.stops(event.by.id);
    this.#tell();
  }

  #tell(): void {
    this.events.value = this.#log.events;
    this.state.value = stateNow(this.state.value, this.#log.events);
  }

  #typed({ conversation, by, on, text }: TypingTold): void {
    if (conversation !== this.#conversation || !by.id) return;
    if (on) this.typing.starts({ id: by.id, kind: by.kind, name: by.name, text: text ?? null });
    else this.typing.stops(by.id);
  }
}
