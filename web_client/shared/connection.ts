import { Manager, type ManagerOptions, type Socket } from "socket.io-client";
import { Line } from "./line.ts";
import { Watched } from "./watched.ts";

export type Refusal = {
  code: string;
  message: string;
  retry_after?: number;
  owner?: { id: string; name: string };
  /** It had been sent before: of a command without id, `conflict` (of `end`: `not_found`) then means that the
   * first attempt got through. */
  again?: boolean;
};
export type Ack<T> = ({ ok: true } & T) | { ok: false; error: Refusal };

/** idle: not asked to connect; offline: lost, trying again by itself; refused: will not be let in, see `refusal`. */
export type Status = "idle" | "connecting" | "online" | "offline" | "refused";

export type Options = {
  /** Where the server is; "" is the page's own host. */
  url: string;
  namespace: "/visitor" | "/agent" | "/supervisor";
  /** Asked anew at each attempt. */
  auth: () => Record<string, unknown>;
  transports?: ManagerOptions["transports"];
  /** ms, see `drawn`. */
  backoff?: { first: number; most: number };
  /** ms without an acknowledgement after which a command is sent again. */
  ackAfter?: number;
  /** ms without a sign of the server after which the connection is taken for dead. It pings more often. */
  silence?: number;
  random?: () => number;
  /** ms; only differences count, so a wrong clock does no harm. */
  now?: () => number;
};

/** ms between two attempts at least, however often the page says that the network is back. */
const PACE = 1_000;
/** ms; a connection that ends sooner than this counts as one more failure. */
const SETTLED = 5_000;
const FINAL = new Set(["unauthorized", "forbidden", "not_found"]);

/** ms to wait after so many failures: evenly between nothing and a bound that doubles up to `most`. */
export function drawn(
  failures: number,
  bound: { first: number; most: number },
  random: () => number,
): number {
  return random() * Math.min(bound.most, bound.first * 2 ** failures);
}

/** One namespace of the server: comes back by itself, and carries each command until it is answered. */
export class Connection {
  readonly status = new Watched<Status>("idle");
  /** Why it was refused, when it was. */
  refusal: Refusal | null = null;

  readonly #socket: Socket;
  readonly #line: Line;
  readonly #backoff: { first: number; most: number };
  readonly #random: () => number;
  readonly #now: () => number;
  readonly #silence: number;
  readonly #transports: NonNullable<Options["transports"]>;
  #failures = 0;
  #triedAt = Number.NEGATIVE_INFINITY;
  #dueAt = 0;
  #cameAt = 0;
  #heardAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = true;
  /** ms; said by a server that is about to stop. */
  #asked = 0;

  constructor(options: Options) {
    this.#backoff = options.backoff ?? { first: 500, most: 30_000 };
    this.#random = options.random ?? Math.random;
    this.#now = options.now ?? Date.now;
    this.#silence = options.silence ?? 30_000;
    this.#transports = options.transports ?? ["websocket", "polling"];
    const manager = new Manager(options.url, {
      autoConnect: false,
      reconnection: false,
      transports: this.#transports,
      // Where a proxy swallows WebSockets, polling is tried next instead of failing.
      tryAllTransports: true,
      upgrade: false,
      // ms; a proxy that cuts a WebSocket while it opens is noticed by this alone.
      timeout: 10_000,
    });
    this.#socket = manager.socket(options.namespace, { auth: (give) => give(options.auth()) });
    this.#line = new Line({
      emit: (command, payload, answered) => this.#socket.emit(command, payload, answered),
      ackAfter: options.ackAfter ?? 10_000,
      random: this.#random,
    });
    this.#listen();
  }

  /** Commands without a final answer yet. */
  get pending(): number {
    return this.#line.length;
  }

  connect(): void {
    if (!this.#closed) return;
    this.#closed = false;
    this.#try();
  }

  /** Leaves. What is pending stays and goes out after the next `connect`. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#line.pause();
    this.#socket.disconnect();
    this.status.value = "idle";
  }

  /** Tries now instead of waiting for the next attempt. Does nothing when online, closed or refused. */
  hurry(): void {
    this.check();
    // A clock that was put back must not hold it up.
    if (this.status.value === "offline") this.#tryIn(Math.min(PACE, this.#triedAt + PACE - this.#now()));
  }

  /** Timers stand still while the device sleeps. The clock tells that the connection died long ago, or that it
   * is time to try again. */
  check(): void {
    const now = this.#now();
    if (now - this.#heardAt > this.#silence) this.drop();
    if (this.status.value === "offline" && now > this.#dueAt) this.#try();
  }

  /** The device says that it has no network: does not wait until the server's silence proves it. */
  drop(): void {
    if (this.status.value === "online") this.#socket.disconnect();
  }

  /** Gives up what has no answer yet: it was somebody else's. */
  forget(): void {
    this.#line.clear();
  }

  /** Listens to an event of the server; gives how to stop. */
  on<T>(event: string, listener: (payload: T) => void): () => void {
    this.#socket.on(event, listener);
    return () => this.#socket.off(event, listener);
  }

  /** Resolves with the final answer, however often the connection is lost before. */
  send<T = object>(command: string, payload: object = {}): Promise<Ack<T>> {
    return this.#line.add<T>(command, payload);
  }

  /** Says it if there is a connection, else never: for what is of no use later, such as typing. */
  tell(command: string, payload: object): void {
    if (this.status.value === "online") this.#socket.emit(command, payload, () => {});
  }

  #listen(): void {
    this.#socket.io.on("ping", () => this.#heard());
    this.#socket.on("connect", () => this.#came());
    this.#socket.on("disconnect", () => this.#lost());
    this.#socket.on("connect_error", (error: Error & { data?: Refusal }) => this.#failed(error.data));
    this.#socket.on("reconnect", (told: { after?: number }) => {
      this.#asked = (told?.after ?? 0) * 1000;
    });
    this.#socket.on("revoked", () => this.#refused({ code: "unauthorized", message: "revoked" }));
  }

  #heard(): void {
    this.#heardAt = this.#now();
  }

  #tryIn(wait: number): void {
    clearTimeout(this.#timer);
    this.#dueAt = this.#now() + wait;
    if (wait > 0) this.#timer = setTimeout(() => this.#try(), wait);
    else this.#try();
  }

  #try(): void {
    clearTimeout(this.#timer);
    this.#triedAt = this.#now();
    this.#dueAt = Number.POSITIVE_INFINITY;
    if (this.status.value !== "offline") this.status.value = "connecting";
    this.#socket.connect();
  }

  #came(): void {
    this.#asked = 0;
    this.#heard();
    this.#cameAt = this.#heardAt;
    this.refusal = null;
    this.status.value = "online";
    this.#line.resume();
  }

  #lost(): void {
    this.#line.pause();
    if (this.#now() - this.#cameAt > SETTLED) this.#failures = 0;
    if (!this.#closed) this.#later();
  }

  #failed(why: Refusal | undefined): void {
    if (this.#closed) return;
    if (!why) this.#change();
    if (why && FINAL.has(why.code)) this.#refused(why);
    else this.#later((why?.retry_after ?? 0) * 1000);
  }

  /** Some networks swallow WebSockets, or cut them while they open: then polling is tried next by itself. Where
   * they are refused outright, it was tried already. */
  #change(): void {
    const { opts, engine } = this.#socket.io;
    const cut = this.#transports.length > 1 && engine.transport?.name === "websocket";
    opts.transports = cut ? ["polling"] : this.#transports;
  }

  #refused(why: Refusal): void {
    this.#closed = true;
    this.refusal = why;
    this.#line.pause();
    this.#socket.disconnect();
    this.status.value = "refused";
  }

  #later(atLeast = 0): void {
    this.status.value = "offline";
    // All clients of a server that stops are told the same: they share out the time after it.
    const asked = this.#asked * (1 + this.#random());
    this.#asked = 0;
    this.#tryIn(Math.max(atLeast, asked) + drawn(this.#failures++, this.#backoff, this.#random));
  }
}
