/** A value whose changes can be followed, without a framework. `signals.ts` makes a signal of it. */
export class Watched<T> {
  #value: T;
  #readers = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set value(next: T) {
    if (Object.is(next, this.#value)) return;
    this.#value = next;
    for (const reader of [...this.#readers]) reader(next);
  }

  /** Calls `reader` now and at every change; gives how to stop. */
  subscribe(reader: (value: T) => void): () => void {
    this.#readers.add(reader);
    reader(this.#value);
    return () => this.#readers.delete(reader);
  }
}
