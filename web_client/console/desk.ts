import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { keepAwake } from "../shared/awake.ts";
import { Connection, type Status } from "../shared/connection.ts";
import { Outbox, type Outgoing, type Said } from "../shared/outbox.ts";
import type { AgentStatus, Event, Named, Sender, Whispered } from "../shared/protocol.ts";
import { asSignal } from "../shared/signals.ts";
import type { State } from "../shared/state.ts";
import type { Turns } from "../shared/turns.ts";
import type { Alert } from "./alerts/alert.ts";
import { type News, newsOf } from "./inbox/news.ts";
import { maySee } from "./inbox/shelf.ts";
import { recalled, remember } from "./kept_here.ts";
import type { Presence, Role } from "./session/session.ts";
import { Talk } from "./talk/talk.ts";
import { type AwayReason, awayReasons } from "./ui/absences.ts";

export type Myself = {
  id: string;
  name: string;
  role: Role;
  teams: Named[];
  status: Presence;
  reason?: string;
  since?: number;
  slots: number;
  skills?: Readonly<Record<string, number>>;
  /** One's working hours. */
  hours?: Turns;
};
type Inbox = {
  conversations: State[];
  queue: State[];
  next?: string | null;
  me: Myself;
  away_reasons?: AwayReason[];
};
export type ViewersTold = { conversation: string; agents: Named[] };
export type TypingTold = { conversation: string; by: Sender; on: boolean; text?: string };

type Options = {
  /** Whose it is. */
  person: string;
  csrf: () => string | null;
  onNews: (news: News) => void;
  onAlert: (alert: Alert) => void;
  /** A supervisor whispered to whose desk it is. */
  onWhisper: (event: Whispered) => void;
  /** Somebody else has said how he stands. */
  onStance: (event: AgentStatus) => void;
  onRefused: () => void;
};

/** What an agent has before him, live: himself, the conversations that he may see, and the ones he opened. */
export class Desk {
  readonly connection: Connection;
  readonly status: ReadonlySignal<Status>;
  readonly me = signal<Myself | null>(null);
  readonly states = signal<ReadonlyMap<string, State>>(new Map());
  /** The first inbox has come. */
  readonly ready = computed(() => this.me.value !== null);
  /** How often one has come in: what was fetched before may be out of date. */
  readonly arrivals = signal(0);
  /** Since when there is no connection, in ms, or null. */
  readonly awaySince = signal<number | null>(null);
  /** How many events the last catching up brought, or null when it is no news any more. */
  readonly caughtUp = signal<number | null>(null);
  readonly outbox: Outbox;
  readonly outgoing: ReadonlySignal<readonly Outgoing[]>;

  readonly #talks = new Map<string, Talk>();
  readonly #onNews: (news: News) => void;
  readonly #options: Options;
  readonly #stop: (() => void)[] = [];

  constructor(options: Options) {
    this.#onNews = options.onNews;
    this.#options = options;
    const auth = () => ({ csrf: options.csrf() });
    this.connection = new Connection({ url: "", namespace: "/agent", auth, transports: ["websocket"] });
    this.status = asSignal(this.connection.status);
    const { person } = options;
    this.outbox = new Outbox((message) => this.#send(message), {
      load: () => recalled(person, "unsent", []),
      keep: (messages) => remember(person, "unsent", messages),
    });
    this.outgoing = asSignal(this.outbox.messages);
    this.connection.on<Alert>("alert", options.onAlert);
    this.#listen(options.onRefused);
  }

  start(): void {
    this.#stop.push(keepAwake(this.connection), this.#warn());
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
    if (me && !maySee(state, me)) {
      this.#drop(state.id);
      return;
    }
    if (this.#isNews(state)) this.states.value = new Map(this.states.value).set(state.id, state);
    const talk = this.#talks.get(state.id);
    if (talk?.refusal.value) void talk.catchUp();
  }

  /** The browser asks before the page is closed with answers that have not gone out. */
  #warn(): () => void {
    const leaving = (event: BeforeUnloadEvent) => {
      if (this.outgoing.value.some((message) => message.state === "pending")) event.preventDefault();
    };
    addEventListener("beforeunload", leaving);
    return () => removeEventListener("beforeunload", leaving);
  }

  #listen(onRefused: () => void): void {
    this.connection.on<Inbox>("inbox", (inbox) => this.#came(inbox));
    this.connection.on<{ code: string }>("notice", ({ code }) => code === "behind" && void this.#catchUp());
    this.connection.on<State>("conversation", (state) => this.#moved(state));
    this.connection.on<Event>("event", (event) => this.#happened(event));
    this.connection.on<TypingTold>("typing", (told) => this.#talks.get(told.conversation)?.typed(told));
    this.connection.on<ViewersTold>("viewers", (told) =>
      this.#talks.get(told.conversation)?.viewedBy(told.agents),
    );
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
    this.arrivals.value += 1;
    this.me.value = inbox.me;
    if (inbox.away_reasons) awayReasons.value = inbox.away_reasons;
    // What is over is not told again. Of what is open before him the news comes by catching up; about the rest
    // nobody can say whether it is still over.
    const resolved = [...before.values()].filter(
      (state) => state.status === "resolved" && this.#talks.has(state.id),
    );
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
    if (event.type === "whispered" && event.to?.id === this.me.value?.id) this.#options.onWhisper(event);
    if (event.conversation === null) return;
    this.#talks.get(event.conversation)?.happened(event);
  }

  /** The server's word alone says how somebody stands. */
  #statusOf(event: AgentStatus): void {
    const me = this.me.value;
    if (!me || event.agent.id !== me.id) return;
    this.me.value = { ...me, status: event.status, reason: event.reason, since: event.at };
    if (event.by.kind === "agent" && event.by.id !== me.id) this.#options.onStance(event);
  }

  #isNews(state: State): boolean {
    const before = this.states.value.get(state.id);
    return before === undefined || before.last_seq <= state.last_seq;
  }

  #drop(conversation: string): void {
    const left = new Map(this.states.value);
    left.delete(conversation);
    this.states.value = left;
    this.#talks.get(conversation)?.isGone();
  }

  #send(message: Outgoing) {
    const { id, text, more } = message;
    const command = more?.note ? "note" : "say";
    return this.connection.send<Said>(command, { conversation: more?.conversation, id, text });
  }
}
