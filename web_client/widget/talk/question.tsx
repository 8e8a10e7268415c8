import { Component } from "preact";
import { moment, say } from "../words.ts";
import type { Chat } from "./chat.ts";
import { Field, filled, isEmail, Problem } from "./details.tsx";

type State = { email: string; name: string; missing: "" | "question" | "email" };

/** While nobody is on duty: the question is taken, with an address for the answer. */
export class Question extends Component<{ chat: Chat; now: number }, State> {
  override state: State = { email: "", name: "", missing: "" };

  override render() {
    const { chat, now } = this.props;
    const { email, name, missing } = this.state;
    const { opens_at: opens, offset, busy } = chat.welcome?.service ?? {};
    return (
      <form class="cw-form" noValidate onSubmit={(event) => this.#submit(event)}>
        <div>
          <h2>{say("leave_question")}</h2>
          <p class="soft">
            {opens ? say("we_open", { when: moment(opens, now, offset) }) : say(busy ? "many" : "nobody")}
          </p>
        </div>
        <div class="field">
          <label for="cb-question">{say("question")}</label>
          <textarea
            class="input"
            id="cb-question"
            dir="auto"
            value={chat.front.draft}
            aria-invalid={missing === "question" ? true : undefined}
            aria-describedby={missing === "question" ? "cb-question-e" : undefined}
            onInput={(event) => chat.front.typed(event.currentTarget.value)}
          />
          {missing === "question" && <Problem id="cb-question-e" text={say("need_question")} />}
        </div>
        {asksForAddress(chat) && (
          <Field
            name="email"
            value={email}
            error={missing === "email" ? say("need_email") : undefined}
            change={(value) => this.setState({ email: value, missing: "" })}
          />
        )}
        {!chat.known.has("name") && (
          <Field name="name" value={name} optional change={(value) => this.setState({ name: value })} />
        )}
        <button type="submit" class="btn primary big">
          {say("send_question")}
        </button>
        {asksForAddress(chat) && <p class="faint small">{say("address_use")}</p>}
      </form>
    );
  }

  /** The address first, so that the butler need not ask for what is known. */
  #submit(event: Event): void {
    event.preventDefault();
    const { chat } = this.props;
    const { email, name } = this.state;
    const text = chat.front.draft;
    const lacksAddress = asksForAddress(chat) && !isEmail(email.trim());
    const missing = !text.trim() ? "question" : lacksAddress ? "email" : "";
    this.setState({ missing });
    if (missing) return;
    const details = filled({ email, name });
    if (Object.keys(details).length) void chat.give(details);
    chat.front.say(text);
  }
}

/** Where no mail goes out, nobody would write to it. */
function asksForAddress(chat: Chat): boolean {
  return !!chat.welcome?.service.mail && !chat.known.has("email");
}
