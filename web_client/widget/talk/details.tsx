import { Component } from "preact";
import { Icon } from "../../shared/icon.tsx";
import { alert } from "../../shared/icons.ts";
import { say, sorry } from "../words.ts";
import type { Chat } from "./chat.ts";
import type { Details } from "./wire.ts";

// The same rule as the server's.
const EMAIL = /^[^@\s,;<>"\\]+@[^@\s,;<>"\\]+\.[^@\s,;<>"\\]+$/;

export const isEmail = (text: string): boolean => text.length <= 254 && EMAIL.test(text);

const TYPES = { name: { type: "text" }, email: { type: "email" }, phone: { type: "tel" } } as const;

/** A labelled input; its error stands under it and is read with it. */
export function Field(props: {
  name: "name" | "email" | "phone";
  value: string;
  error?: string | undefined;
  optional?: boolean;
  change: (value: string) => void;
}) {
  const { name, error } = props;
  return (
    <div class="field">
      <label for={`cb-${name}`}>
        {say(name)} {props.optional && <span class="faint">{say("optional")}</span>}
      </label>
      <input
        class="input"
        id={`cb-${name}`}
        {...TYPES[name]}
        autocomplete={name === "phone" ? "tel" : name}
        maxLength={200}
        value={props.value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `cb-${name}-e` : undefined}
        onInput={(event) => props.change(event.currentTarget.value)}
      />
      {error && <Problem id={`cb-${name}-e`} text={error} />}
    </div>
  );
}

export function Problem({ id, text }: { id?: string; text: string }) {
  return (
    <p class="err" id={id} role="alert">
      <Icon d={alert} small />
      {text}
    </p>
  );
}

type Asked = "name" | "email" | "phone";
const KNOWN: readonly string[] = ["name", "email", "phone"];

/** The little form under a message in which the butler asks for a name or an address. */
export class GiveDetails extends Component<
  { chat: Chat; asks: readonly string[] },
  { given: Details; error: string; isBusy: boolean }
> {
  override state = { given: {} as Details, error: "", isBusy: false };

  override render() {
    const { asks } = this.props;
    const { given, error } = this.state;
    const names = asks.filter((name): name is Asked => KNOWN.includes(name));
    return (
      <form class="card cw-details" noValidate onSubmit={(event) => this.#submit(event, names)}>
        {names.map((name) => (
          <Field
            key={name}
            name={name}
            value={given[name] ?? ""}
            optional={name !== "email"}
            error={name === "email" ? error : undefined}
            change={(value) => this.setState({ given: { ...this.state.given, [name]: value }, error: "" })}
          />
        ))}
        {!names.includes("email") && error && <Problem text={error} />}
        <button type="submit" class="btn primary" aria-disabled={this.state.isBusy}>
          {say("save")}
        </button>
      </form>
    );
  }

  async #submit(event: Event, names: readonly Asked[]): Promise<void> {
    event.preventDefault();
    const given = filled(this.state.given);
    if (this.state.isBusy) return;
    if (names.includes("email") && !isEmail(given.email ?? "")) {
      this.setState({ error: say("need_email") });
      return;
    }
    if (!Object.keys(given).length) return;
    this.setState({ isBusy: true });
    const refused = await this.props.chat.give(given);
    this.setState({ isBusy: false, error: refused ? sorry(refused) : "" });
  }
}

/** Without what was left empty. */
export function filled(details: Details): Details {
  const entries = Object.entries(details).map(([name, value]) => [name, value?.trim()] as const);
  return Object.fromEntries(entries.filter(([, value]) => value));
}
