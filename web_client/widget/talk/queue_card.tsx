import { Component } from "preact";
import { Icon } from "../../shared/icon.tsx";
import { mail } from "../../shared/icons.ts";
import { clock } from "../../shared/times.ts";
import { say } from "../words.ts";
import type { Chat } from "./chat.ts";
import { GiveDetails } from "./details.tsx";
import { lastMessage } from "./lines.ts";

type Props = { chat: Chat };

/** Where one stands, what to expect, and a way out. */
export class QueueCard extends Component<Props, { wantsMail: boolean }> {
  override state = { wantsMail: false };
  #ticking: ReturnType<typeof setInterval> | undefined;

  override componentDidMount() {
    this.#ticking = setInterval(() => this.forceUpdate(), 1000);
  }

  override componentWillUnmount() {
    clearInterval(this.#ticking);
  }

  override render() {
    const { chat } = this.props;
    const position = chat.queue?.position;
    // Who came while nobody was on duty was told so; his place would promise something else.
    const isPromise = chat.queue?.wait || startedLive(chat);
    if (!position || !isPromise || !chat.isOpen) return null;
    const waited = chat.waited();
    return (
      <div class="queue">
        <div role="status" aria-atomic="true">
          <p class="pos">
            <span>{position === 1 ? say("next") : say("place", { n: position })}</span>
            {waited !== null && (
              <span class="num" aria-hidden="true">
                {say("waiting", { time: clock(waited) })}
              </span>
            )}
          </p>
          <Wait chat={chat} />
        </div>
        {this.#wayOut(chat)}
      </div>
    );
  }

  #wayOut(chat: Chat) {
    if (lastMessage(chat.events)?.ask?.includes("email") && !this.state.wantsMail) return null;
    if (chat.known.has("email")) return this.state.wantsMail && <p>{say("thanks_details")}</p>;
    if (!chat.welcome?.service.mail) return null;
    if (this.state.wantsMail) return <GiveDetails chat={chat} asks={["email"]} />;
    return (
      <button type="button" class="btn plain" onClick={() => this.setState({ wantsMail: true })}>
        <Icon d={mail} small />
        {say("by_mail")}
      </button>
    );
  }
}

/** The server's interval on a scale, and how much of it is gone. Nothing is drawn without an estimate. */
function Wait({ chat }: { chat: Chat }) {
  const wait = chat.queue?.wait;
  if (!wait) return null;
  const low = wait.low / 60;
  if (wait.high === null) return <p>{say("wait_more", { n: low || 10 })}</p>;
  const high = wait.high / 60 || 1;
  const gone = (Date.now() - chat.queueAt) / 60_000;
  if (gone > high) return <p>{say("wait_over")}</p>;
  const share = (minutes: number) => `${minutes / high / 0.015}%`;
  return (
    <>
      <div class="wait num" aria-hidden="true">
        <span class="track" />
        <span class="band" style={{ insetInlineStart: share(low), inlineSize: share(high - low) }} />
        <span class="gone" style={{ inlineSize: share(gone) }} />
        <span class="at">{say("now")}</span>
        <span class="at" style={{ insetInlineStart: share(high) }}>
          {say("minutes", { n: high })}
        </span>
      </div>
      <p>{low ? say("wait", { low, high }) : say("wait_short", { n: high })}</p>
    </>
  );
}

function startedLive(chat: Chat): boolean {
  return !chat.events.some((event) => event.type === "conversation.started" && event.mode === "offline");
}
