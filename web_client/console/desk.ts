import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { keepAwake } from "../shared/awake.ts";
import { Connection, type Status } from "../shared/connection.ts";
import { Outbox, type Outgoing, type Said } from "../shared/outbox.ts";
import type { AgentStatus, Event, Named, Sender } from "../shared/protocol.ts";
import { asSignal } from "../shared/signals.ts";
import type { State } from "../shared/state.ts";
import { type News, newsOf } from "./inbox/news.ts";
import { maySee } from "./inbox/shelf.ts";
import type { Presence, Role } from "./session/session.ts";
import { Talk } from "./talk/talk.ts";

export type Myself = {
  id: string;
  name: string;
  role: Role;
  teams: Named[];
  status: Presence;
  slots: number;
};
type Inbox = { conversations: State[]; queue: State[]; next?: string | null; me: Myself };
export type TypingTold = { conversation: string; by: Sender; on: boolean; text?: string };

/** What an agent has before him, live: himself, the conversations that he may see, and the ones he opened. */
export class Desk {
  readonly connection: Connection;
  readonly status: ReadonlySignal<Status>;
  readonly me = signal<Myself | null>(null);
  readonly states = signal<ReadonlyMap<string, State>>(new Map());
  /** The first inbox has come. */
  readonly ready = computed(() => this.me.value !== null);
  /** Since when there is no connection, in ms, or null. */
  readonly awaySince = signal<number | null>(null);
  /** How many events the last catching up brought, or null when it is no news any more. */
  readonly caughtUp = signal<number | null>(null);
  readonly outbox: Outbox;
  readonly outgoing: ReadonlySignal<readonly Outgoing[]>;

  readonly #talks = new Map<string, Talk>();
  readonly #onNews: (news: News) => void;
  readonly #stop: (() => void)[] = [];

  constructor(options: { csrf: () => string | null; onNews: (news: News) => void; onRefused: () => void }) {
    this.#onNews = options.onNews;
    const auth = () => ({ csrf: options.csrf() });
    this.connection = new Connection({ url: "", namespace: "/agent", auth, transports: ["websocket"] });
    this.status = asSignal(this.connection.status);
    this.outbox = new Outbox((message) => this.#send(message));
    this.outgoing = asSignal(this.outbox.messages);
    this.#listen(options.onRefused);
  }

  start(): void {
    this.#stop.push(keepAwake(this.connection));
    this.connection.connect();
  }

  /** After it was refused; does nothing when it was closed. */
  comeBack(): void {
    if (this.status.value === "refused") this.connection.connect();
  }

  close(): void {
    for (const stop of this.#stop.splice(0)) stop();
    this.connection.close();
  }

  /** The conversation, followed from now on; the same object each time, so that nothing is fetched twice. */
  talk(conversation: string): Talk {
    const known = this.#talks.get(conversation);
    if (known) return known;
    const talk = new Talk(conversation, this.connection, {
      state: (state) => this.put(state),
      events: (events) => events.forEach((event) => void this.outbox.echoed(event)),
    });
    this.#talks.set(conversation, talk);
    return talk;
  }

  /** Takes note of a state, from wherever it came. An older one than we have is left aside. */
  put(state: State): void {
    const me = this.me.value;
    if (me && !maySee(state, me)) this.#drop(state.id);
    else if (this.#isNews(state)) this.states.value = new Map(this.states.value).set(state.id, state);
  }

  #listen(onRefused: () => void): void {
    this.connection.on<Inbox>("inbox", (inbox) => this.#came(inbox));
    this.connection.on<State>("conversation", (state) => this.#moved(state));
    this.connection.on<Event>("event", (event) => this.#happened(event));
    this.connection.on<TypingTold>("typing", (told) => this.#talks.get(told.conversation)?.typed(told));
    this.#stop.push(
      this.connection.status.subscribe((status) => {
        if (status === "refused") onRefused();
        if ((status === "offline" || status === "refused") && this.awaySince.value === null)
          this.awaySince.value = Date.now();
      }),
    );
  }

  #came(inbox: Inbox): void {
    const first = this.me.value === null;
    const before = this.states.value;
    this.me.value = inbox.me;
    const resolved = [...before.values()].filter((state) => state.status === "resolved");
    const given = [...resolved, ...inbox.conversations, ...inbox.queue];
    this.states.value = new Map(given.map((state) => [state.id, state]));
    if (first) return;
    for (const state of this.states.value.values()) this.#tell(before.get(state.id), state);
    void this.#catchUp();
  }

  async #catchUp(): Promise<void> {
    const away = this.awaySince.value !== null;
    this.awaySince.value = null;
    const fresh = await Promise.all([...this.#talks.values()].map((talk) => talk.catchUp()));
    if (away) this.caughtUp.value = fresh.reduce((sum, each) => sum + each, 0);
  }

  #moved(state: State): void {
    const before = this.states.value.get(state.id);
    this.put(state);
    this.#tell(before, state);
  }

  #tell(before: State | undefined, state: State): void {
    const news = this.me.value && newsOf(before, state, this.me.value);
    if (news) this.#onNews(news);
  }

  #happened(event: Event): void {
    if (event.type === "agent.status") this.#statusOf(event);
    if (event.conversation === null) return;
    this.#talks.get(event.conversation)?.happened(event);
  }

  /** The server's word alone says how somebody stands. */
  #statusOf(event: AgentStatus): void {
    const me = this.me.value;
    if (me && event.agent.id === me.id) this.me.value = { ...me, status: event.status };
  }

  #isNews(state: State): boolean {
    const before = this.states.value.get(state.id);
    return before === undefined || before.last_seq <= state.last_seq;
  }

  #drop(conversation: string): void {
    const left = new Map(this.states.value);
    left.delete(conversation);
    this.states.value = left;
  }

  #send(message: Outgoing) {
    const { id, text, more } = message;
    const command = more?.note ? "note" : "say";
    return this.connection.send<Said>(command, { conversation: more?.conversation, id, text });
  }
}
