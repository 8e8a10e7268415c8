import { Component } from "preact";
import { wordOf } from "../../shared/rates.ts";
import { day, say, time } from "../words.ts";
import { Messages, Typing, Unsent } from "./bubbles.tsx";
import type { Chat } from "./chat.ts";
import { GiveDetails } from "./details.tsx";
import { type Line, lastMessage, linesOf, unsentOf } from "./lines.ts";

/** Everything that was said. It opens at its end and stays there, unless the reader has scrolled up: then new
 * messages wait behind a button. */
export class LogView extends Component<{ chat: Chat; now: number }> {
  #scroller: HTMLElement | null = null;
  #seen = 0;

  override render() {
    const { chat, now } = this.props;
    const { events } = chat;
    const unsent = unsentOf(chat.outbox.messages.value, events);
    const lines = linesOf(events, (at) => day(at, now));
    const fresh = this.#scrolledUp
      ? chat.events.filter((event) => event.seq > this.#seen && isTheirs(event)).length
      : 0;
    if (!this.#scrolledUp) this.#seen = events.at(-1)?.seq ?? 0;
    return (
      <div
        class="cw-log"
        role="log"
        aria-live="polite"
        aria-label={say("conversation")}
        tabIndex={0}
        ref={(element) => {
          this.#scroller = element;
        }}
      >
        {fresh > 0 && (
          <button type="button" class="btn cw-new" onClick={() => this.#scroller?.scrollTo({ top: 0 })}>
            {say("new_messages", { n: fresh })}
          </button>
        )}
        <ol>
          {lines.map((line) => (
            <One key={line.key} line={line} chat={chat} now={now} />
          ))}
          <Answers chat={chat} />
          {unsent.map((message) => (
            <Unsent key={message.id} message={message} chat={chat} />
          ))}
          <Typing chat={chat} />
        </ol>
      </div>
    );
  }

  // The log is a reversed column, so its end is at 0.
  get #scrolledUp(): boolean {
    return (this.#scroller?.scrollTop ?? 0) < -40;
  }
}

const isTheirs = (event: { type: string; by: { kind: string } }) =>
  event.type === "message.sent" && event.by.kind !== "visitor";

function One({ line, chat, now }: { line: Line; chat: Chat; now: number }) {
  switch (line.kind) {
    case "group":
      return <Messages group={line} chat={chat} />;
    case "day":
      return <li class="line">{day(line.at, now)}</li>;
    case "joined":
      return <li class="line">{say("joined", { name: line.name })}</li>;
    case "ended":
      return <li class="line">{say("ended", { time: time(line.at) })}</li>;
    case "reopened":
      return <li class="line">{say("reopened")}</li>;
    case "rated":
      return <li class="line">{say("rated", { word: say(`star${wordOf(line.score, line.scale)}`) })}</li>;
  }
}

/** The buttons and the questions of the last message, while nobody has written after it. */
function Answers({ chat }: { chat: Chat }) {
  const last = lastMessage(chat.events);
  if (last?.by.kind !== "bot" || chat.state?.status === "resolved") return null;
  const asks = (last.ask ?? []).filter((name) => !chat.known.has(name));
  const hasAnswered = chat.outbox.messages.value.length > 0;
  return (
    <>
      {!hasAnswered && (last.choices ?? []).length > 0 && (
        <li class="acts">
          {last.choices.map(({ id, label }) => (
            <button type="button" class="btn" key={id} onClick={() => chat.say(label, id)}>
              {label}
            </button>
          ))}
        </li>
      )}
      {asks.length > 0 && (
        <li>
          <GiveDetails chat={chat} asks={asks} key={last.seq} />
        </li>
      )}
    </>
  );
}
