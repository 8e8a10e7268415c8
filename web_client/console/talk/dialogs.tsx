import { useState } from "preact/hooks";
import type { State } from "../../shared/state.ts";
import { REASONS, type Reason, resolve, snooze } from "../actions.ts";
import type { Desk } from "../desk.ts";
import { Dialog } from "../ui/dialog.tsx";
import { visitorName } from "../ui/names.ts";
import { say } from "../words.ts";
import { Transfer } from "./transfer.tsx";

export type Asked = "resolve" | "transfer" | "snooze" | "more";

type Props = { desk: Desk; state: State; asked: Asked; onAsk: (asked: Asked) => void; onClose: () => void };

/** What is asked before something is done with a conversation. */
export function Dialogs({ asked, ...props }: Props) {
  if (asked === "resolve") return <Resolve {...props} />;
  if (asked === "transfer") return <Transfer {...props} />;
  if (asked === "snooze") return <Snooze {...props} />;
  return <More {...props} />;
}

type One = Omit<Props, "asked">;

function Resolve({ desk, state, onClose }: One) {
  const [reason, setReason] = useState<Reason>("solved");
  return (
    <Dialog
      title={say("resolve_title", { visitor: visitorName(state.visitor) })}
      onClose={onClose}
      onSubmit={() => {
        void resolve(desk, state, reason);
        onClose();
      }}
      foot={<Foot action={say("resolve")} onClose={onClose} />}
    >
      <fieldset class="pick">
        <legend class="vh">{say("reason")}</legend>
        {REASONS.map((one) => (
          <label key={one}>
            <input type="radio" name="reason" checked={one === reason} onChange={() => setReason(one)} />
            <span>{say(`resolve_as_${one}`)}</span>
          </label>
        ))}
      </fieldset>
      <p class="small soft">
        {reason === "solved" || reason === "inactive" ? say("rating_is_asked") : say("not_counted")}
      </p>
    </Dialog>
  );
}

const HOUR = 3600;
const SPANS = [
  ["snooze_hour", HOUR],
  ["snooze_hours", 4 * HOUR],
  ["snooze_day", 24 * HOUR],
  ["snooze_week", 7 * 24 * HOUR],
] as const;

function Snooze({ desk, state, onClose }: One) {
  const [span, setSpan] = useState<number>(HOUR);
  return (
    <Dialog
      title={say("snooze_title", { visitor: visitorName(state.visitor) })}
      onClose={onClose}
      onSubmit={() => {
        void snooze(desk, state, span);
        onClose();
      }}
      foot={<Foot action={say("snooze")} onClose={onClose} />}
    >
      <fieldset class="pick">
        <legend class="vh">{say("for_how_long")}</legend>
        {SPANS.map(([key, seconds]) => (
          <label key={key}>
            <input type="radio" name="span" checked={seconds === span} onChange={() => setSpan(seconds)} />
            <span>{say(key)}</span>
          </label>
        ))}
      </fieldset>
      <p class="small soft">{say("snooze_text")}</p>
    </Dialog>
  );
}

function More({ state, onAsk, onClose }: One) {
  return (
    <Dialog title={visitorName(state.visitor)} onClose={onClose}>
      <div class="stack">
        <button type="button" class="btn big" onClick={() => onAsk("resolve")}>
          {say("resolve")}
        </button>
        <button type="button" class="btn big" onClick={() => onAsk("transfer")}>
          {say("transfer")}
        </button>
        <button type="button" class="btn big" onClick={() => onAsk("snooze")}>
          {say("snooze")}
        </button>
        <button type="button" class="btn plain big" onClick={onClose}>
          {say("cancel")}
        </button>
      </div>
    </Dialog>
  );
}

/** A way back, and the one thing to do. */
export function Foot({ action, onClose }: { action: string; onClose: () => void }) {
  return (
    <>
      <button type="button" class="btn plain" onClick={onClose}>
        {say("cancel")}
      </button>
      <button type="submit" class="btn primary" autofocus>
        {action}
      </button>
    </>
  );
}
