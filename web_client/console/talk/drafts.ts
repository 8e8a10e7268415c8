import { signal } from "@preact/signals";
import { recalled, remember } from "../kept_here.ts";

export type Mode = "reply" | "note";
export type Draft = { mode: Mode; reply: string; note: string };

const EMPTY: Draft = { mode: "reply", reply: "", note: "" };

/** What was begun in each conversation and is not sent yet. */
class Drafts {
  readonly #all = signal<ReadonlyMap<string, Draft>>(new Map());
  #owner = "";

  /** Whose they are; another person finds none. */
  belongTo(person: string): void {
    if (person !== this.#owner) this.#all.value = new Map(recalled<[string, Draft][]>(person, "drafts", []));
    this.#owner = person;
  }

  /** Whoever signs out leaves none. */
  forget(): void {
    this.#all.value = new Map();
    this.#owner = "";
  }

  of(conversation: string): Draft {
    return this.#all.value.get(conversation) ?? EMPTY;
  }

  set(conversation: string, change: Partial<Draft>): void {
    this.#all.value = new Map(this.#all.value).set(conversation, { ...this.of(conversation), ...change });
    const begun = [...this.#all.value].filter(([, draft]) => draft.reply || draft.note);
    remember(this.#owner, "drafts", begun);
  }
}

export const drafts = new Drafts();
