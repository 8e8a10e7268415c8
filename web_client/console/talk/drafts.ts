import { signal } from "@preact/signals";

export type Mode = "reply" | "note";
export type Draft = { mode: Mode; reply: string; note: string };

const EMPTY: Draft = { mode: "reply", reply: "", note: "" };

/** What was begun in each conversation and is not sent yet. */
class Drafts {
  readonly #all = signal<ReadonlyMap<string, Draft>>(new Map());
  #owner = "";

  /** Whose they are; another person finds none. */
  belongTo(person: string): void {
    if (person !== this.#owner) this.#all.value = new Map();
    this.#owner = person;
  }

  of(conversation: string): Draft {
    return this.#all.value.get(conversation) ?? EMPTY;
  }

  set(conversation: string, change: Partial<Draft>): void {
    this.#all.value = new Map(this.#all.value).set(conversation, { ...this.of(conversation), ...change });
  }
}

export const drafts = new Drafts();
