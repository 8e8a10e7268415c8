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
    if (!position || !isPromise || chat.state?.status !== "open") return null;
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
          <Wait chat={chat} waited={waited ?? 0} />
        </div>
        {this.#wayOut(chat)}
      </div>
    );
  }

  #wayOut(chat: Chat) {
    if (lastMessage(chat.events)?.ask?.includes("email") && !this.state.wantsMail) return null;
    if (chat.known.has("email")) return this.state.wantsMail && <p>{say("thanks_details")}</p>;
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
function Wait({ chat, waited }: { chat: Chat; waited: number }) {
  const wait = chat.queue?.wait;
  if (!wait) return null;
  const [low, high] = [Math.floor(wait.low / 60), Math.max(1, Math.ceil(wait.high / 60))];
  const whole = high * 1.5;
  const share = (minutes: number) => `${Math.min(100, (100 * minutes) / whole)}%`;
  if (waited > wait.high) return <p>{say("wait_over")}</p>;
  return (
    <>
      <div class="wait num" aria-hidden="true">
        <span class="track" />
        <span class="band" style={{ insetInlineStart: share(low), inlineSize: share(high - low) }} />
        <span class="gone" style={{ inlineSize: share(waited / 60) }} />
        <span class="at">{say("now")}</span>
        <span class="at" style={{ insetInlineStart: share(high) }}>
          {say("minutes", { n: high })}
        </span>
      </div>
      <p>{high <= 1 ? say("wait_short") : say("wait", { low: Math.max(1, low), high })}</p>
    </>
  );
}

function startedLive(chat: Chat): boolean {
  return !chat.events.some((event) => event.type === "conversation.started" && event.mode === "offline");
}
