import { Component } from "preact";
import css from "#rating-style";
import { Icon } from "../../shared/icon.tsx";
import { star } from "../../shared/icons.ts";
import { face, type Look, thumb, wordOf } from "../../shared/rates.ts";
import { say, sorry } from "../words.ts";
import type { Chat } from "./chat.ts";
import { Problem } from "./details.tsx";
import { dress } from "./dress.ts";
import type { Survey } from "./wire.ts";

type Props = { chat: Chat; survey: Survey };
type State = { score: number | null; comment: string; isLater: boolean; isBusy: boolean; error: string };

/** Stars, faces or thumbs and a comment, once, after the end. Under the log, so that the last answer stays in
 * sight. */
export class Rating extends Component<Props, State> {
  override state: State = { score: null, comment: "", isLater: false, isBusy: false, error: "" };

  override render() {
    if (this.state.isLater) {
      return (
        <button type="button" class="btn plain cw-later" onClick={() => this.setState({ isLater: false })}>
          <Icon d={star} small />
          {say("rate_later")}
        </button>
      );
    }
    const { score, error, isBusy } = this.state;
    const { min, max, look = "stars" } = this.#question;
    const scores = Array.from({ length: max - min + 1 }, (_, at) => min + at);
    return (
      <form class="cw-rate" ref={dressed} onSubmit={(event) => this.#submit(event)}>
        <fieldset>
          <legend>{say("rate")}</legend>
          <div class="stars">
            {scores.map((each) => (
              <label key={each} class={look === "stars" ? "" : "one"}>
                <input
                  class="vh"
                  type="radio"
                  name="stars"
                  value={each}
                  checked={score === each}
                  onChange={() => this.setState({ score: each })}
                />
                <Sign look={look} score={each} />
                <span class="vh">{this.#meaning(each)}</span>
              </label>
            ))}
          </div>
          <p class="soft small" aria-live="polite">
            {score !== null && this.#meaning(score)}
          </p>
        </fieldset>
        {score !== null && this.#comment()}
        {error && <Problem text={error} />}
        <div class="row">
          {score !== null && (
            <button type="submit" class="btn primary" aria-disabled={isBusy}>
              {say("send_rating")}
            </button>
          )}
          <button type="button" class="btn plain" onClick={() => this.setState({ isLater: true })}>
            {say("not_now")}
          </button>
        </div>
      </form>
    );
  }

  get #question(): Survey["questions"][number] {
    return this.props.survey.questions[0] ?? { id: "", kind: "", text: null, min: 1, max: 5 };
  }

  #meaning(score: number): string {
    const { min, max } = this.#question;
    const word = say(`star${wordOf(score, `${min}-${max}`)}`);
    return max > 1 ? say("star", { score, word }) : word;
  }

  #comment() {
    return (
      <div class="field">
        <label for="cb-comment">
          {say("better")} <span class="faint">{say("optional")}</span>
        </label>
        <textarea
          class="input"
          id="cb-comment"
          dir="auto"
          rows={2}
          maxLength={2000}
          value={this.state.comment}
          onInput={(event) => this.setState({ comment: event.currentTarget.value })}
        />
      </div>
    );
  }

  async #submit(event: Event): Promise<void> {
    event.preventDefault();
    const { score, comment, isBusy } = this.state;
    if (score === null || isBusy) return;
    this.setState({ isBusy: true });
    const refused = await this.props.chat.rate(score, comment);
    this.setState({ isBusy: false, error: refused ? sorry(refused) : "" });
  }
}

function Sign({ look, score }: { look: Look; score: number }) {
  if (look === "stars") return <Icon d={star} />;
  if (look === "smileys") return <Icon d={face(score)} />;
  return <Icon d={thumb} class={score ? "" : "down"} />;
}

const dressed = (form: HTMLElement | null) => dress(form, css);
