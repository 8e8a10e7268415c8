import type { Keeper, Outgoing } from "../../shared/outbox.ts";

/** What this browser knows of the visitor on this site: who he is, what he has seen. */
export type Kept = {
  token?: string;
  /** Whether the chat was open when the page was left. */
  open?: boolean;
  /** The number up to which `about`, a conversation, has been on screen. */
  seen?: number;
  about?: string;
};

/** The site's one entry in the browser's storage, written from the moment the visitor opens the chat. Where
 * storage is forbidden or full it lasts as long as the page. */
export class Memory {
  readonly #key: string;
  #kept: Kept;
  #unsent = "[]";

  constructor(key: string) {
    this.#key = key;
    this.#kept = this.#stored();
  }

  /** As the browser has it now: another tab may have written. */
  get kept(): Kept {
    this.#kept = { ...this.#kept, ...this.#stored() };
    return this.#kept;
  }

  keep(change: Kept): void {
    this.#kept = { ...this.kept, ...change };
    attempt(() => localStorage.setItem(this.#key, JSON.stringify(this.#kept)));
  }

  forget(): void {
    this.#kept = {};
    attempt(() => localStorage.removeItem(this.#key));
    attempt(() => sessionStorage.removeItem(this.#key));
  }

  /** Messages that have not gone out; of this tab alone, so that no two tabs send them. */
  get unsent(): Keeper {
    return {
      load: () => {
        attempt(() => {
          this.#unsent = sessionStorage.getItem(this.#key) ?? "[]";
        });
        return parsed<Outgoing[]>(this.#unsent, []);
      },
      keep: (messages) => attempt(() => sessionStorage.setItem(this.#key, JSON.stringify(messages))),
    };
  }

  #stored(): Kept {
    let text = "{}";
    attempt(() => {
      text = localStorage.getItem(this.#key) ?? "{}";
    });
    return parsed<Kept>(text, {});
  }
}

function attempt(store: () => void): void {
  try {
    store();
  } catch {
    // Nothing is lost but the memory after a reload.
  }
}

function parsed<T>(text: string, otherwise: T): T {
  try {
    return JSON.parse(text) ?? otherwise;
  } catch {
    return otherwise;
  }
}
