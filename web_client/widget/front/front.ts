import { uuid } from "../../shared/ids.ts";
import type { Talk } from "../talk/talk.tsx";
import type { Memory } from "./memory.ts";

type Options = { memory: Memory; begin: (front: Front) => Promise<Talk> };

/** What there is before the conversation's own code has come: whether the widget is open, what is typed. */
export class Front {
  isOpen = false;
  view: "home" | "chat";
  draft = "";
  /** The conversation, once its code is there. */
  talk: Talk | null = null;
  /** Its code could not be fetched. */
  isBroken = false;
  /** Set by the screen, which draws anew. */
  changed: () => void = () => {};

  /** Set by the screen: puts the cursor where one writes. */
  focus: () => void = () => {};

  readonly memory: Memory;
  readonly #begin: Options["begin"];

  constructor({ memory, begin }: Options) {
    this.memory = memory;
    this.#begin = begin;
    this.view = memory.kept.about ? "chat" : "home";
    this.draft = memory.kept.draft ?? "";
  }

  /** Fetches the conversation's code. After a failure it tries again. */
  async load(): Promise<void> {
    this.isBroken = false;
    try {
      this.talk = await this.#begin(this);
    } catch (problem) {
      this.isBroken = true;
      console.warn("Chat Butler", problem);
    }
    this.changed();
  }

  show(view: "home" | "chat"): void {
    this.view = view;
    this.changed();
  }

  /** Everything that this browser has of him. */
  forget(): void {
    this.view = "home";
    this.draft = "";
    this.memory.forget();
  }

  typed(draft: string): void {
    this.#writes(draft);
    this.talk?.chat.typed();
    this.changed();
  }

  say(text: string): void {
    this.#writes("");
    this.view = "chat";
    if (this.talk) this.talk.chat.say(text);
    else this.#keeps(text);
    this.changed();
  }

  #writes(draft: string): void {
    this.draft = draft;
    this.memory.keep({ draft: draft || undefined });
  }

  /** What is sent before the conversation's code is there goes out with what is kept. */
  #keeps(text: string): void {
    const { unsent = [] } = this.memory.kept;
    const at = Date.now();
    this.memory.keep({ unsent: [...unsent, { id: uuid(), text, at, state: "pending" }] });
  }
}
