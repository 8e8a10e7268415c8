import { useState } from "preact/hooks";
import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { people } from "../../shared/icons.ts";
import type { State } from "../../shared/state.ts";
import { type Target, transfer } from "../actions.ts";
import type { Desk } from "../desk.ts";
import { api } from "../session/session.ts";
import { presenceWords } from "../ui/absences.ts";
import { Failed } from "../ui/blank.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { takesFocus } from "../ui/focus.ts";
import { useLoaded } from "../ui/loaded.ts";
import { visitorName } from "../ui/names.ts";
import { PresenceDot } from "../ui/presence.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Slots } from "../ui/slots.tsx";
import { Switch } from "../ui/switch.tsx";
import { say } from "../words.ts";
import { type Colleague, type TargetShown, targetsOf, usualOf } from "./colleagues.ts";
import { Foot } from "./dialogs.tsx";

type Props = { desk: Desk; state: State; onClose: () => void };

/** Hands a conversation to a colleague, to a team, or back to the queue. */
export function Transfer({ desk, state, onClose }: Props) {
  const [found, again] = useLoaded("colleagues", () => api.all<Colleague>("/colleagues"));
  const [chosen, setChosen] = useState<Target | null>(null);
  const [note, setNote] = useState("");
  const [warm, setWarm] = useState(false);
  const me = desk.me.value;
  const colleagues = found.state === "ready" ? found.value : [];
  // Offered all at once: a choice that changes under the pointer would hand over to the wrong one.
  const viewer = { id: me?.id ?? "", teams: me?.teams ?? [] };
  const targets = found.state === "loading" ? [] : targetsOf(colleagues, state, viewer);
  const target = chosen ?? usualOf(targets);
  const shown = targets.find((one) => isSame(one.to, target));
  const name = shown?.name ?? "";
  const mayAsk = canBeAsked(shown, state);
  const asks = warm && mayAsk;

  return (
    <Dialog
      title={say("transfer_title", { visitor: visitorName(state.visitor) })}
      onClose={onClose}
      onSubmit={() => {
        if (!target) return;
        void transfer(desk, state, target, note, asks);
        onClose();
      }}
      foot={
        target ? (
          <Foot action={say(asks ? "ask_whom" : "transfer_to", { name })} onClose={onClose} />
        ) : undefined
      }
    >
      {found.state === "loading" && <Skeleton label={say("loading")} />}
      {found.state === "failed" && <Failed problem={found.problem} onRetry={again} />}
      <fieldset class="pick">
        <legend class="vh">{say("to")}</legend>
        {targets.map((one) => (
          <label key={JSON.stringify(one.to)}>
            <input
              type="radio"
              name="to"
              checked={isSame(one.to, target)}
              ref={isSame(one.to, target) ? takesFocus : undefined}
              onChange={() => setChosen(one.to)}
            />
            {one.status ? (
              <span class="with-dot">
                <Avatar kind="person" name={one.name} small />
                <PresenceDot status={one.status} />
              </span>
            ) : (
              <span class="av s" aria-hidden="true">
                <Icon d={people} small />
              </span>
            )}
            <span>{one.name}</span>
            {one.status && <span class="faint small">{presenceWords(one.status, one.reason)}</span>}
            <span class="faint small num">
              {one.load ? <Slots {...one.load} /> : say(one.back ? "back_to_queue" : "teams_queue")}
            </span>
          </label>
        ))}
      </fieldset>
      <Field label={say("note_for_next")} hint={say("note_only_team")}>
        <textarea
          class="input"
          rows={2}
          value={note}
          maxLength={10_000}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </Field>
      {mayAsk && (
        <Switch label={say("ask_first")} hint={say("ask_first_hint")} on={warm} onSwitch={setWarm} />
      )}
    </Dialog>
  );
}

/** Somebody who is there, about something that somebody has, while nobody else is asked. */
const canBeAsked = (target: TargetShown | undefined, state: State): boolean =>
  target?.status != null && target.status !== "offline" && state.agent !== null && !state.asked_colleague;

const isSame = (a: Target | null, b: Target | null): boolean => JSON.stringify(a) === JSON.stringify(b);
