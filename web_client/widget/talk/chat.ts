import type { Ack, Connection, Status } from "../../shared/connection.ts";
import { uuid } from "../../shared/ids.ts";
import { Log } from "../../shared/log.ts";
import { Outbox, type Outgoing, type Said } from "../../shared/outbox.ts";
import type { Event, MessageSent, Named } from "../../shared/protocol.ts";
import type { Part, State } from "../../shared/state.ts";
import { OwnTyping, TypingPeople } from "../../shared/typing.ts";
import type { Front } from "../front/front.ts";
import { Standing } from "./standing.ts";
import type { Details, Place, Survey, TypingTold, Welcome } from "./wire.ts";

export type Surroundings = {
  front: Front;
  connection: Connection;
  /** ms */
  now: () => number;
};

/** Everything that the widget knows, and what the visitor can do. The screen is drawn from it. */
export class Chat {
  status: Status = "idle";
  /** Since when there is no connection, ms; null while there is one, or before the first. */
  awaySince: number | null = null;
  welcome: Welcome | null = null;
  log: Log | null = null;
  state: State | null = null;
  queue: Place | null = null;
  survey: Survey | null = null;
  known = new Set<string>();

  readonly front: Front;
  readonly standing = new Standing();
  readonly typing = new TypingPeople(() => this.front.changed());
  readonly outbox: Outbox;
  /** The last of those that came while the chat was closed. */
  teaser: MessageSent | null = null;
  /** What the page may listen to. */
  told: (event: string, detail?: unknown) => void = () => {};

  readonly #connection: Connection;
  readonly #now: () => number;
  #readSent = 0;
  /** ms by which this device's clock is ahead of the server's. */
  #ahead = 0;
  readonly #typing = new OwnTyping((on) => this.#tellTyping(on));

  constructor({ front, connection, now }: Surroundings) {
    this.front = front;
    this.#connection = connection;
    this.#now = now;
    this.outbox = new Outbox((message) => this.#send(message), front.memory.unsent);
    this.outbox.messages.subscribe(() => front.changed());
    this.#listen(connection);
  }

  get events(): readonly Event[] {
    return this.log?.events ?? [];
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
    return Math.max(0, about === this.log?.conversation ? seen : 0, ...told);
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

  typed(): void {
    if (this.front.draft && this.state?.status === "open") this.#typing.typed(this.#now());
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
    this.front.memory.keep({ seen: last.seq, about: this.log?.conversation });
    if (this.state?.status === "open") this.#connection.tell("read", { seq: last.seq });
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
    this.outbox.clear();
    this.front.memory.forget();
    this.standing.forget();
    Object.assign(this, { welcome: null, log: null, state: null, queue: null, survey: null });
    this.front.view = "home";
    this.known.clear();
    if (this.front.isOpen) this.#connection.connect();
    this.front.changed();
  }

  #listen(connection: Connection): void {
    connection.on<Welcome>("welcome", (welcome) => void this.#welcomed(welcome));
    connection.on<Event>("event", (event) => this.#happened(event));
    connection.on<TypingTold>("typing", ({ by, on }) => this.typing.heard(by.name ?? "", on));
    connection.on<Place>("queue", (queue) => {
      this.queue = queue;
      this.front.changed();
    });
    connection.on<Survey>("survey", (survey) => {
      this.survey = survey;
      this.front.changed();
    });
    connection.on<{ code: string }>("notice", ({ code }) => code === "behind" && void this.#catchUp());
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
    this.known = new Set([...(welcome.visitor.known ?? []), ...this.known]);
    const { conversation } = welcome;
    this.state = conversation;
    this.queue = welcome.queue;
    this.survey = welcome.survey ?? null;
    void this.standing.replay((command, payload) => this.tell(command, payload), welcome);
    if (!conversation) {
      this.log = null;
      if (!this.outbox.messages.value.length) this.front.view = "home";
    }
    if (conversation) await this.#resumed(conversation.id, welcome);
    this.told("ready");
    this.front.changed();
  }

  /** `welcome` brings the last events only; what may lie between them and ours is asked for. */
  async #resumed(conversation: string, part: Part): Promise<void> {
    if (this.log?.conversation !== conversation) this.log = new Log(conversation);
    const before = this.log.upto;
    if (before && (part.events[0]?.seq ?? 0) > before + 1) await this.#catchUp();
    const isNew = this.log.upto === 0;
    this.#took(this.log.take(part), !isNew);
    if (isNew && !this.front.draft) this.front.view = "chat";
  }

  #happened(event: Event): void {
    if (event.conversation === null) return;
    if (this.log?.conversation !== event.conversation) {
      if (this.log && event.type !== "conversation.started") return;
      this.log = new Log(event.conversation);
      this.state = null;
      if (event.seq > 1) void this.#catchUp();
    }
    this.#ahead = this.#now() - event.at;
    if (this.log.add(event)) this.#took([event]);
  }

  async #catchUp(): Promise<void> {
    const { log } = this;
    if (!log) return;
    const fresh = await log.catchUp(async (after) => {
      const asked = { conversation: log.conversation, after };
      const answer = await this.#connection.send<Part & { conversation: State }>("catch_up", asked);
      if (answer.ok) this.state = answer.conversation;
      return answer.ok ? answer : null;
    });
    this.#took(fresh);
  }

  #took(fresh: readonly Event[], isLive = true): void {
    for (const event of fresh) {
      this.outbox.echoed(event);
      this.state = stateAfter(this.state, event);
      if (event.type === "rated" || event.type === "reopened") this.survey = null;
      if (event.type === "message.sent" && event.by.kind !== "visitor") this.typing.stop();
      if (isLive) this.#tellPage(event);
    }
    this.front.changed();
  }

  #tellPage(event: Event): void {
    if (event.type === "resolved") this.told("resolved");
    if (event.type !== "message.sent" || event.by.kind === "visitor") return;
    if (!this.front.isOpen) this.teaser = event;
    this.told("message", { text: event.text });
    this.told("unread", this.unread.length);
  }

  #send(message: Outgoing): Promise<Ack<Said>> {
    const { id, text, choice } = message;
    return this.#connection.send<Said>("say", choice ? { id, text, choice } : { id, text });
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

/** The state that we were told, once `event` has happened: what the screen needs of it. */
function stateAfter(state: State | null, event: Event): State | null {
  switch (event.type) {
    case "conversation.started":
      return {
        id: event.conversation ?? "",
        site: event.site,
        channel: event.channel,
        status: "open",
        waiting: "bot",
        visitor: event.visitor,
        agent: null,
        team: event.team,
        last_seq: event.seq,
        started_at: event.at,
        waiting_since: event.at,
      };
    case "assigned":
      return state && { ...state, agent: event.agent, waiting_since: null };
    case "transferred":
      return state && (event.team ? { ...state, team: event.to } : { ...state, agent: event.to });
    case "queued":
      return state && { ...state, agent: null, waiting_since: event.at };
    case "unassigned":
      return state && { ...state, agent: null };
    case "resolved":
      return state && { ...state, status: "resolved" };
    case "reopened":
      return state && { ...state, status: "open" };
    default:
      return state;
  }
}
