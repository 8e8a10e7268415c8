import { useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { close, plus } from "../../shared/icons.ts";
import type { State } from "../../shared/state.ts";
import { tag } from "../actions.ts";
import type { Desk } from "../desk.ts";
import { takesFocus } from "../ui/focus.ts";
import { say } from "../words.ts";

const LONGEST = 64; // characters, as the server has it

/** What the conversation is about, in words that one adds and takes away. */
export function Tags({ desk, state }: { desk: Desk; state: State }) {
  const [adding, setAdding] = useState<string | null>(null);
  const tags = state.tags ?? [];

  async function add(event: Event) {
    event.preventDefault();
    const word = (adding ?? "").trim();
    if (word && !tags.includes(word) && !(await tag(desk, state, [...tags, word]))) return;
    setAdding(null);
  }

  return (
    <div class="row tags">
      {tags.map((word) => (
        <span class="tag" key={word}>
          {word}
          <button
            type="button"
            class="tag-off"
            aria-label={say("remove_tag", { tag: word })}
            onClick={() =>
              void tag(
                desk,
                state,
                tags.filter((one) => one !== word),
              )
            }
          >
            <Icon d={close} small />
          </button>
        </span>
      ))}
      {adding === null ? (
        <button type="button" class="btn plain slim" onClick={() => setAdding("")}>
          <Icon d={plus} small />
          {say("add_tag")}
        </button>
      ) : (
        <form class="row" onSubmit={(event) => void add(event)}>
          <input
            class="input slim"
            aria-label={say("new_tag")}
            maxLength={LONGEST}
            value={adding}
            ref={takesFocus}
            onInput={(event) => setAdding(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") setAdding(null);
            }}
          />
          <button type="submit" class="btn slim">
            {say("add")}
          </button>
        </form>
      )}
    </div>
  );
}
