import type { Ack } from "./connection.ts";

type Waiting = {
  command: string;
  payload: object;
  /** How often it was sent. An answer to an attempt that was given up still counts. */
  attempts: number;
  refusals: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  settle: (answer: Ack<object>) => void;
};

type Options = {
  emit: (command: string, payload: object, answered: (answer: Ack<object>) => void) => void;
  /** ms */
  ackAfter: number;
  random: () => number;
};

// The server could not do it now; the same command may get through later.
const PASSING = new Set(["rate_limited", "storage", "internal"]);
const MOST_REFUSALS = 8;
const LONGEST_PAUSE = 30_000;
/** More than any person can have begun: whoever sends as many has lost count. */
const MOST_WAITING = 500;

/** Commands that wait for their answer, in the order in which they were given. */
export class Line {
  readonly #options: Options;
  #waiting: Waiting[] = [];
  #online = false;
  #held: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  get length(): number {
    return this.#waiting.length;
  }

  add<T>(command: string, payload: object): Promise<Ack<T>> {
    return new Promise((resolve) => {
      const settle = resolve as (answer: Ack<object>) => void;
      if (this.length >= MOST_WAITING) return settle(refusal("rate_limited"));
      const one: Waiting = { command, payload, attempts: 0, refusals: 0, timer: undefined, settle };
      this.#waiting.push(one);
      if (this.#online && this.#held === undefined) this.#send(one);
    });
  }

  /** Gives up all that waits; its answers, should any come, are nobody's. */
  clear(): void {
    const given = this.#waiting;
    this.#waiting = [];
    for (const one of given) {
      clearTimeout(one.timer);
      one.settle(refusal("given_up"));
    }
  }

  /** The connection is gone: nothing is on its way any more. */
  pause(): void {
    this.#online = false;
    clearTimeout(this.#held);
    this.#held = undefined;
    for (const one of this.#waiting) clearTimeout(one.timer);
  }

  /** The connection is there: everything without an answer goes out, in order. */
  resume(): void {
    this.#online = true;
    this.#held = undefined;
    for (const one of [...this.#waiting]) this.#send(one);
  }

  #send(one: Waiting): void {
    one.attempts += 1;
    clearTimeout(one.timer);
    one.timer = setTimeout(() => this.#send(one), this.#options.ackAfter * (1 + this.#options.random() / 4));
    this.#options.emit(one.command, one.payload, (answer) => this.#answered(one, answer));
  }

  #answered(one: Waiting, answer: Ack<object>): void {
    if (!this.#waiting.includes(one)) return;
    if (!answer.ok && PASSING.has(answer.error.code) && ++one.refusals < MOST_REFUSALS) {
      this.#hold(this.#pause(one, answer.error.retry_after));
      return;
    }
    clearTimeout(one.timer);
    this.#waiting = this.#waiting.filter((other) => other !== one);
    if (!answer.ok && one.attempts > 1) answer.error.again = true;
    one.settle(answer);
  }

  #pause(one: Waiting, retryAfter: number | undefined): number {
    const jitter = this.#options.random() * 250 * 2 ** one.refusals;
    return Math.min(LONGEST_PAUSE, (retryAfter ?? 0) * 1000 + jitter);
  }

  /** Nothing overtakes what has to wait. */
  #hold(pause: number): void {
    if (this.#held !== undefined || !this.#online) return;
    for (const one of this.#waiting) clearTimeout(one.timer);
    this.#held = setTimeout(() => this.resume(), pause);
  }
}

const refusal = (code: string): Ack<object> => ({ ok: false, error: { code, message: "" } });
