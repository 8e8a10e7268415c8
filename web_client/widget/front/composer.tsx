import { Icon } from "../../shared/icon.tsx";
import { send } from "../../shared/icons.ts";
import { say } from "../words.ts";
import type { Front } from "./front.ts";

/** Where one writes. Enter sends, Shift and Enter begin a new line. */
export function Composer({ front }: { front: Front }) {
  const text = front.draft;
  const isEmpty = !text.trim();
  const submit = (event: Event) => {
    event.preventDefault();
    if (!isEmpty) front.say(text);
  };
  const press = (event: KeyboardEvent) => {
    // While an input method is composing, Enter is its own.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  };
  return (
    <form class="cw-say" onSubmit={submit}>
      <textarea
        rows={1}
        dir="auto"
        aria-label={say("message")}
        placeholder={say("write")}
        value={text}
        onInput={(event) => front.typed(event.currentTarget.value)}
        onKeyDown={press}
      />
      <button
        type="submit"
        class={`btn icon${isEmpty ? "" : " primary"}`}
        aria-label={say("send")}
        aria-disabled={isEmpty}
      >
        <Icon d={send} />
      </button>
    </form>
  );
}
