import { Component } from "preact";
import css from "#topics-style";
import type { Chat } from "./chat.ts";
import { dress } from "./dress.ts";

// Fetched only where a site has topics, so its few words come with it.
const WORDS: Record<string, { ask: string; other: string }> = {
  en: { ask: "What is it about?", other: "Something else" },
  de: { ask: "Worum geht es?", other: "Etwas anderes" },
  it: { ask: "Di che cosa si tratta?", other: "Altro" },
  pl: { ask: "Czego dotyczy sprawa?", other: "Coś innego" },
};

/** What it is about, before the first word: so that it comes to the right people at once. */
export class Topics extends Component<{ chat: Chat }, { language: string }> {
  override state = { language: "en" };
  #list: HTMLElement | null = null;

  override componentDidMount() {
    this.setState({ language: this.#list?.closest<HTMLElement>("[lang]")?.lang ?? "en" });
    dress(this.#list, css);
  }

  override render() {
    const { chat } = this.props;
    const words = WORDS[this.state.language] ?? WORDS.en;
    const topics = [...(chat.welcome?.site.topics ?? []), { id: "", label: words?.other }];
    return (
      <fieldset
        class="card cw-topics"
        ref={(element) => {
          this.#list = element;
        }}
      >
        <legend>{words?.ask}</legend>
        {topics.map(({ id, label }) => (
          <button
            type="button"
            class="btn"
            key={id}
            dir="auto"
            aria-pressed={chat.topic === id}
            onClick={() => chat.choose(id)}
          >
            {label}
          </button>
        ))}
      </fieldset>
    );
  }
}
