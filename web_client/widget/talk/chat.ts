import { callOnce, chime } from "../../shared/chime.ts";
import type { Ack, Connection, Status } from "../../shared/connection.ts";
import { uuid } from "../../shared/ids.ts";
import { Outbox, type Outgoing, type Said } from "../../shared/outbox.ts";
import type { Event, MessageSent, Named } from "../../shared/protocol.ts";
import type { State } from "../../shared/state.ts";
import { OwnTyping, TypingPeople } from "../../shared/typing.ts";
import type { Front } from "../front/front.ts";
import { Standing } from "./standing.ts";
import { Thread } from "./thread.ts";
import type { Details, Place, Service, Survey, TypingTold, Welcome } from "./wire.ts";

export type Surroundings = {
  front: Front;
  connection: Connection;
  /** ms */
  now: () => number;
};

const ECHO_WITHIN = 10_000; // ms

/** Everything that the widget knows, and what the visitor can do. The screen is drawn from it. */
export class Chat {
  status: Status = "idle";
  /** Since when there is no connection, ms; null while there is one, or before the first. */
  awaySince: number | null = null;
  welcome: Welcome | null = null;
  queue: Place | null = null;
  /** When that was told, ms: what it says of the wait counts from then. */
  queueAt = 0;
  survey: Survey | null = null;
  known = new Set<string>();
  /** What he says that it is about: "" is something else, null is not asked. */
  topic?: string | null;

  readonly front: Front;
  readonly standing = new Standing();
  readonly typing = new TypingPeople(() => this.front.changed());
  readonly outbox: Outbox;
  readonly thread: Thread;
  /** The last of those that came while the chat was closed. */
  teaser: MessageSent | null = null;
  /** What the page may listen to. */
  told: (event: string, detail?: unknown) => void = () => {};

  readonly #connection: Connection;
  readonly #now: () => number;
  #readSent = 0;
  #turn: ReturnType<typeof setTimeout> | undefined;
  /** ms by which this device's clock is ahead of the server's. */
  #ahead = 0;
  readonly #typing = new OwnTyping((on) => this.#tellTyping(on));

  constructor({ front, connection, now }: Surroundings) {
    this.front = front;
    this.#connection = connection;
    this.#now = now;
    // Before the outbox, which sends at once what was kept.
    this.thread = new Thread(connection, (fresh, isLive) => this.#took(fresh, isLive));
    this.outbox = new Outbox((message) => this.#send(message), front.memory.unsent);
    this.outbox.messages.subscribe(() => front.changed());
    this.#listen(connection);
  }

  get events(): readonly Event[] {
    return this.thread.events;
  }

  get state(): State | null {
    return this.thread.state;
  }

  /** There is a conversation that goes on; a colleague may have put it off, which is no matter of his. */
  get isOpen(): boolean {
    return this.state !== null && this.state.status !== "resolved";
  }

  get agent(): Named | null {
    return this.state?.agent ?? null;
  }

  /** Messages of others that were not on screen yet. */
  get unread(): MessageSent[] {
    const seen = this.seen;
    return this.events.filter(
      (event): event is MessageSent =>
        event.type === "message.sent" && event.by.kind !== "visitor" && event.seq > seen,
    );
  }

  /** The number up to which he has seen everything, in whichever tab. */
  get seen(): number {
    const told = this.events.map((event) =>
      event.type === "message.read" && event.by.kind === "visitor" ? (event.upto ?? event.seq) : 0,
    );
    const { seen = 0, about } = this.front.memory.kept;
    return Math.max(0, about === this.thread.id ? seen : 0, ...told);
  }

  /** It was opened or closed. */
  opened(): void {
    this.teaser = null;
    this.told(this.front.isOpen ? "open" : "close");
  }

  /** It is on screen as it stands now. */
  drawn(): void {
    const { isOpen, view } = this.front;
    if (isOpen && view === "chat" && document.visibilityState === "visible") this.#saw();
  }

  hideTeaser(): void {
    this.teaser = null;
    this.front.changed();
  }

  /** Seconds since he began to wait for a person, by the server's clock as far as it is known. */
  waited(): number | null {
    const since = this.state?.waiting_since;
    return since ? Math.max(0, (this.#now() - this.#ahead - since) / 1000) : null;
  }

  /** Tells the page that is looked at, if that is allowed. */
  tellPage(): void {
    if (this.welcome) this.standing.tellPage((command, payload) => this.tell(command, payload), this.welcome);
  }

  /** Tries now, instead of waiting for the next attempt. */
  hurry(): void {
    this.#connection.hurry();
  }

  say(text: string, choice?: string): void {
    this.front.view = "chat";
    this.#typing.stopped();
    this.outbox.add(choice ? { id: uuid(), text, choice } : { id: uuid(), text }, this.#now());
    this.front.changed();
  }

  choose(topic: string | null): void {
    this.topic = topic;
    this.front.changed();
    setTimeout(() => this.front.focus());
  }

  typed(): void {
    if (this.front.draft && this.isOpen) this.#typing.typed(this.#now());
    else this.#typing.stopped();
  }

  async give(details: Details): Promise<string | null> {
    return this.#do("details", details, () => {
      for (const name of Object.keys(details)) this.known.add(name);
    });
  }

  /** null when it was taken, else the code of the refusal. */
  async rate(score: number, comment: string): Promise<string | null> {
    const conversation = this.survey?.conversation;
    const said = comment.trim() ? { conversation, score, comment } : { conversation, score };
    const refused = await this.#do("rate", said, () => this.told("rated", { score }));
    if (!refused || refused === "conflict") this.survey = null;
    this.front.changed();
    return refused === "conflict" ? null : refused;
  }

  mute(isMute: boolean): void {
    this.front.memory.keep({ mute: isMute || undefined });
    if (!isMute) chime();
    this.front.changed();
  }

  async end(): Promise<void> {
    await this.#do("end", {}, () => {});
  }

  /** Remembers and tells what has been seen. */
  #saw(): void {
    const last = this.events.findLast(
      (event) => event.type === "message.sent" && event.by.kind !== "visitor",
    );
    if (!last || last.seq <= Math.max(this.#readSent, this.seen)) return;
    this.#readSent = last.seq;
    this.front.memory.keep({ seen: last.seq, about: this.thread.id });
    if (this.isOpen) this.#connection.tell("read", { seq: last.seq });
    this.told("unread", 0);
  }

  /** Sends what the page says of the visitor. `identify` brings a new token. */
  async tell(command: string, payload: object): Promise<void> {
    const answer = await this.#connection.send<{ token?: string }>(command, payload);
    if (answer.ok && answer.token) this.front.memory.keep({ token: answer.token });
  }

  /** Forgets this person on this device. */
  reset(): void {
    this.#connection.close();
    this.#connection.forget();
    this.outbox.clear();
    this.front.forget();
    this.standing.forget();
    this.thread.clear();
    Object.assign(this, { welcome: null, queue: null, survey: null, teaser: null });
    this.known.clear();
    if (this.front.isOpen) this.#connection.connect();
    this.front.changed();
  }

  #listen(connection: Connection): void {
    connection.on<Welcome>("welcome", (welcome) => void this.#welcomed(welcome));
    connection.on<Event>("event", (event) => {
      this.#ahead = this.#now() - event.at;
      this.thread.happened(event);
    });
    connection.on<TypingTold>("typing", ({ by, on }) => this.typing.heard(by.name ?? "", on));
    connection.on<Place>("queue", (queue) => this.#stands(queue));
    connection.on<Service>("service", (service) => this.#serves(service));
    connection.on<Survey>("survey", (survey) => {
      this.survey = survey;
      this.front.changed();
    });
    connection.status.subscribe((status) => this.#became(status));
  }

  #became(status: Status): void {
    this.status = status;
    if (status === "online" || status === "idle") this.awaySince = null;
    else if (status !== "connecting") this.awaySince ??= this.#now();
    if (status !== "online") this.typing.stop();
    this.front.changed();
  }

  async #welcomed(welcome: Welcome): Promise<void> {
    this.front.memory.keep({ token: welcome.token });
    this.welcome = welcome;
    this.#serves(welcome.service);
    this.known = new Set([...(welcome.visitor.known ?? []), ...this.known]);
    const { conversation } = welcome;
    this.#stands(welcome.queue);
    this.survey = welcome.survey ?? null;
    void this.standing.replay((command, payload) => this.tell(command, payload), welcome);
    if (conversation) await this.#resumed(conversation, welcome);
    else {
      this.thread.clear();
      if (!this.outbox.messages.value.length) this.front.view = "home";
    }
    this.outbox.caughtUp();
    this.told("ready");
    this.front.changed();
  }

  #stands(queue: Place | null): void {
    this.queue = queue;
    this.queueAt = this.#now();
    this.front.changed();
  }

  /** Hours begin and end without the server saying so. */
  #serves(service: Service): void {
    const { open, at, opens_at, closes_at } = service;
    clearTimeout(this.#turn);
    if (!this.welcome) return;
    this.welcome.service = service;
    const turns = (open ? closes_at : opens_at) ?? 0;
    const left = turns - at;
    if (left > 0 && left < 2e9)
      this.#turn = setTimeout(
        () => this.#serves({ ...service, open: !open, at: turns, closes_at: null, online: false }),
        left,
      );
    this.front.changed();
  }

  async #resumed(conversation: State, welcome: Welcome): Promise<void> {
    const isNew = await this.thread.resumed(conversation, welcome);
    if (isNew && !this.front.draft) this.front.view = "chat";
  }

  #took(fresh: readonly Event[], isLive: boolean): void {
    for (const event of fresh) {
      this.outbox.echoed(event);
      if (event.type === "rated" || event.type === "reopened") this.survey = null;
      if (event.type === "message.sent" && event.by.kind !== "visitor") this.typing.stop();
      if (isLive) this.#tellPage(event);
    }
    this.front.changed();
  }

  /** Lets him hear that an answer came which he does not see. */
  #call(): void {
    const { memory, isOpen } = this.front;
    if (!memory.kept.mute && (!isOpen || document.hidden)) callOnce();
  }

  #tellPage(event: Event): void {
    if (event.type === "resolved") this.told("resolved");
    if (event.type !== "message.sent" || event.by.kind === "visitor") return;
    if (!this.front.isOpen) this.teaser = event;
    this.#call();
    this.told("message", { text: event.text });
    this.told("unread", this.unread.length);
  }

  async #send({ id, text, choice }: Outgoing): Promise<Ack<Said>> {
    const topic = (!this.thread.id && this.topic) || undefined;
    const answer = await this.#connection.send<Said>("say", { id, text, choice, topic });
    // Stored long ago in another conversation, as another tab may have found: its event will not come here.
    if (answer.ok) setTimeout(() => this.status === "online" && this.outbox.discard(id), ECHO_WITHIN);
    return answer;
  }

  async #do(command: string, payload: object, done: () => void): Promise<string | null> {
    const answer = await this.#connection.send(command, payload);
    if (answer.ok) done();
    this.front.changed();
    return answer.ok ? null : answer.error.code;
  }

  #tellTyping(on: boolean): void {
    const shown = on && this.welcome?.site.typing_preview ? { on, text: this.front.draft } : { on };
    this.#connection.tell("typing", shown);
  }
}
