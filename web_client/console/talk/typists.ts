import { signal } from "@preact/signals";
import type { SenderKind } from "../../shared/protocol.ts";

export type Typist = { id: string; kind: SenderKind; name: string | null; text: string | null };

const LAPSES = 6_000; // ms without repeat

/** Who is writing at the moment. */
export class Typists {
  readonly shown = signal<readonly Typist[]>([]);
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  starts(typist: Typist): void {
    clearTimeout(this.#timers.get(typist.id));
    this.#timers.set(
      typist.id,
      setTimeout(() => this.stops(typist.id), LAPSES),
    );
    const others = this.shown.value.filter((one) => one.id !== typist.id);
    this.shown.value = [...others, typist];
  }

  stops(id: string): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    if (this.shown.value.some((one) => one.id === id))
      this.shown.value = this.shown.value.filter((one) => one.id !== id);
  }
}
