import { Component } from "preact";
import type { Look } from "../place.ts";
import { say } from "../words.ts";
import { Composer } from "./composer.tsx";
import type { Front } from "./front.ts";
import { Hero, Minimise } from "./hero.tsx";

type Props = { front: Front; look: Look; now: () => number; open: (isOpen: boolean) => void };

/** The widget, open or closed, drawn anew at each change. What belongs to a conversation comes with `talk`. */
export class Panel extends Component<Props> {
  #frame: HTMLElement | null = null;

  override componentDidMount() {
    this.props.front.focus = () => this.#focus();
  }

  override getSnapshotBeforeUpdate(): boolean {
    return this.#hasFocus;
  }

  override componentDidUpdate(_: Props, __: object, hadFocus: boolean) {
    if (this.props.front.isOpen && hadFocus && !this.#hasFocus) this.#focus();
  }

  #focus(): void {
    (this.#frame?.querySelector<HTMLElement>("textarea") ?? this.#frame)?.focus();
  }

  override render() {
    const { front, look, now, open } = this.props;
    const { talk } = front;
    const minimise = () => open(false);
    const site = talk?.chat.welcome?.site ?? look;
    const part = { look: site, now: now(), minimise };
    const isHome = front.view === "home";
    return (
      <>
        {talk && !front.isOpen && <talk.Teaser chat={talk.chat} open={() => open(true)} />}
        <section
          class="cw"
          role="dialog"
          aria-label={say("chat", { site: site.name ?? "" })}
          hidden={!front.isOpen}
          tabIndex={-1}
          ref={(element) => {
            this.#frame = element;
          }}
        >
          {isHome ? (
            <Hero {...part} truth={talk?.truth(part.now) ?? ""} />
          ) : talk ? (
            <talk.Head {...part} chat={talk.chat} />
          ) : (
            <header class="cw-head">
              <h2 class="grow">{site.name}</h2>
              <Minimise minimise={minimise} />
            </header>
          )}
          {front.isBroken && <Broken front={front} />}
          {talk ? <talk.Middle chat={talk.chat} now={part.now} /> : <Waiting isHome={isHome} />}
          {!talk?.asksQuestion() && <Composer front={front} key="composer" />}
          <p class="cw-foot">{say(talk?.chat.welcome?.site.typing_preview ? "seen_typing" : "made_by")}</p>
        </section>
      </>
    );
  }

  get #hasFocus(): boolean {
    return (this.#frame?.getRootNode() as ShadowRoot | undefined)?.activeElement != null;
  }
}

function Waiting({ isHome }: { isHome: boolean }) {
  if (isHome) return <div class="cw-home" />;
  return (
    <div class="cw-log cw-wait" aria-busy="true">
      <span class="skel" />
      <span class="skel" />
      <span class="skel" />
    </div>
  );
}

function Broken({ front }: { front: Front }) {
  return (
    <div class="note-bar bad" role="alert">
      <span class="grow">{say("not_loaded")}</span>
      <button type="button" class="btn" onClick={() => void front.load()}>
        {say("try_now")}
      </button>
    </div>
  );
}
