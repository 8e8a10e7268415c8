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
  /** What was sent before. */
  readonly said: string[] = [];
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
  }

  /** Fetches the conversation's code. After a failure it tries again. */
  async load(): Promise<void> {
    this.isBroken = false;
    try {
      this.talk = await this.#begin(this);
      for (const text of this.said.splice(0)) this.talk.chat.say(text);
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

  typed(draft: string): void {
    this.draft = draft;
    this.talk?.chat.typed();
    this.changed();
  }

  say(text: string): void {
    this.draft = "";
    this.view = "chat";
    if (this.talk) this.talk.chat.say(text);
    else this.said.push(text);
    this.changed();
  }
}
