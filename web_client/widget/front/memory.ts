import { written } from "../../shared/json.ts";
import type { Keeper, Outgoing } from "../../shared/outbox.ts";

/** What this browser knows of the visitor on this site: who he is, what he has seen. */
export type Kept = {
  token?: string;
  /** Whether the chat was open when the page was left. */
  open?: boolean;
  /** What is written and not sent, and what is sent and not stored yet. */
  draft?: string;
  unsent?: readonly Outgoing[];
  /** No sound when an answer comes. */
  mute?: boolean;
  /** The number up to which `about`, a conversation, has been on screen. */
  seen?: number;
  about?: string;
};

/** The site's one entry in the browser's storage, written from the moment the visitor opens the chat. Where
 * storage is forbidden or full it lasts as long as the page. */
export class Memory {
  readonly #key: string;
  #kept: Kept = {};
  #isStored = true;

  constructor(key: string) {
    this.#key = key;
  }

  /** As the browser has it now: another tab may have written. */
  get kept(): Kept {
    if (this.#isStored) this.#kept = this.#stored() ?? this.#kept;
    return this.#kept;
  }

  keep(change: Kept): void {
    this.#kept = { ...this.kept, ...change };
    this.#isStored = attempt(() => localStorage.setItem(this.#key, written(this.#kept)));
  }

  forget(): void {
    this.#kept = {};
    attempt(() => localStorage.removeItem(this.#key));
  }

  /** What has not gone out yet, of all tabs: the one that is still there sends it. That two of them may is no
   * harm, since the server takes each message once. */
  get unsent(): Keeper {
    const ours = new Set<string>();
    let own: readonly Outgoing[] = [];
    const note = (messages: readonly Outgoing[]) => messages.forEach(({ id }) => void ours.add(id));
    const load = () => {
      const { unsent = [] } = this.kept;
      note(unsent);
      return [...unsent];
    };
    const keep = (messages: readonly Outgoing[]) => {
      note(messages);
      own = messages;
      const theirs = (this.kept.unsent ?? []).filter(({ id }) => !ours.has(id));
      this.keep({ unsent: [...theirs, ...messages] });
    };
    // Tabs see each other's writing a moment late: what one wrote over is written again.
    addEventListener("storage", ({ key, newValue }) => {
      if (key !== this.#key || newValue === null) return;
      const there = new Set(this.kept.unsent?.map(({ id }) => id));
      if (!own.every(({ id }) => there.has(id))) keep(own);
    });
    return { load, keep };
  }

  /** null: there is no entry, or it may not be read. */
  #stored(): Kept | null {
    let text = "null";
    attempt(() => {
      text = localStorage.getItem(this.#key) ?? "null";
    });
    return parsed<Kept | null>(text, null);
  }
}

/** Whether it could be done. Else nothing is lost but the memory after a reload. */
function attempt(store: () => void): boolean {
  try {
    store();
    return true;
  } catch {
    return false;
  }
}

function parsed<T>(text: string, otherwise: T): T {
  try {
    return JSON.parse(text) ?? otherwise;
  } catch {
    return otherwise;
  }
}
