/** Who is typing now. Somebody of whom nothing is heard for six seconds has stopped. */
export class TypingPeople {
  readonly #changed: () => void;
  readonly #lapses: number;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(changed: () => void, lapses = 6000) {
    this.#changed = changed;
    this.#lapses = lapses;
  }

  get names(): string[] {
    return [...this.#timers.keys()];
  }

  heard(name: string, on: boolean): void {
    const known = this.#timers.get(name);
    clearTimeout(known);
    if (on)
      this.#timers.set(
        name,
        setTimeout(() => this.heard(name, false), this.#lapses),
      );
    else this.#timers.delete(name);
    if (on !== (known !== undefined)) this.#changed();
  }

  /** He has said it, or everybody is gone. */
  stop(): void {
    for (const name of this.names) this.heard(name, false);
  }
}

/** Says that somebody types: at once, then every `every` ms while he goes on, and when he has stopped. */
export class OwnTyping {
  readonly #tell: (on: boolean) => void;
  readonly #every: number;
  #said = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(tell: (on: boolean) => void, every = 3000) {
    this.#tell = tell;
    this.#every = every;
  }

  /** A key was pressed; `now` in ms. */
  typed(now: number): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.stopped(), this.#every * 1.5);
    if (now - this.#said < this.#every) return;
    this.#said = now;
    this.#tell(true);
  }

  stopped(): void {
    clearTimeout(this.#idle);
    if (this.#said) this.#tell(false);
    this.#said = 0;
  }
}
