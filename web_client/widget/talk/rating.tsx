import { Component } from "preact";
import { Icon } from "../../shared/icon.tsx";
import { star } from "../../shared/icons.ts";
import { say, sorry } from "../words.ts";
import type { Chat } from "./chat.ts";
import { Problem } from "./details.tsx";

type State = { score: number; comment: string; isLater: boolean; isBusy: boolean; error: string };
const STARS = [1, 2, 3, 4, 5] as const;
const meaning = (score: number) =>
  say("star", { score, word: say(`star${Math.min(5, Math.max(1, score)) as 1 | 2 | 3 | 4 | 5}`) });

/** Stars and a comment, once, after the end. Under the log, so that the last answer stays in sight. */
export class Rating extends Component<{ chat: Chat }, State> {
  override state: State = { score: 0, comment: "", isLater: false, isBusy: false, error: "" };

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
    return (
      <form class="cw-rate" onSubmit={(event) => this.#submit(event)}>
        <fieldset>
          <legend>{say("rate")}</legend>
          <div class="stars">
            {STARS.map((each) => (
              <Star
                key={each}
                score={each}
                checked={score === each}
                pick={() => this.setState({ score: each })}
              />
            ))}
          </div>
          <p class="soft small" aria-live="polite">
            {score > 0 && meaning(score)}
          </p>
        </fieldset>
        {score > 0 && this.#comment()}
        {error && <Problem text={error} />}
        <div class="row">
          {score > 0 && (
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
    if (!score || isBusy) return;
    this.setState({ isBusy: true });
    const refused = await this.props.chat.rate(score, comment);
    this.setState({ isBusy: false, error: refused ? sorry(refused) : "" });
  }
}

function Star({ score, checked, pick }: { score: number; checked: boolean; pick: () => void }) {
  return (
    <label>
      <input class="vh" type="radio" name="stars" value={score} checked={checked} onChange={pick} />
      <Icon d={star} />
      <span class="vh">{meaning(score)}</span>
    </label>
  );
}
