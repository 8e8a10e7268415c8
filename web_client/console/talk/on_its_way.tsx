import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { alert, lock, retry } from "../../shared/icons.ts";
import type { Outgoing } from "../../shared/outbox.ts";
import type { Desk } from "../desk.ts";
import { Prose } from "../ui/prose.tsx";
import { reasonOf } from "../ui/reasons.ts";
import { say } from "../words.ts";
import { drafts } from "./drafts.ts";

/** My message until the server's own copy is here: on its way, or refused with a remedy. */
export function OnItsWay({ message, desk }: { message: Outgoing; desk: Desk }) {
  const note = message.more?.note === true;
  const failed = message.state === "failed";
  return (
    <li class={`msg ${note ? "note" : ""} ${failed ? "lost" : "held"}`}>
      <Avatar kind="person" name={desk.me.value?.name} />
      <header>
        <b>{say("you")}</b>
        {note && (
          <span class="only-team">
            <Icon d={lock} small />
            {say("note_only_team")}
          </span>
        )}
        {!failed && <span>{desk.status.value === "online" ? say("sending") : say("goes_out_later")}</span>}
      </header>
      <div class="text">
        <Prose text={message.text} />
      </div>
      {failed && message.error && (
        <div class="remedy">
          <p class="err" role="alert">
            <Icon d={alert} small />
            {say("not_sent", { reason: reasonOf(message.error) })}
          </p>
          <button type="button" class="btn" onClick={() => desk.outbox.retry(message.id)}>
            <Icon d={retry} small />
            {say("try_again")}
          </button>
          <button type="button" class="btn plain" onClick={() => editAgain(desk, message)}>
            {say("edit")}
          </button>
        </div>
      )}
    </li>
  );
}

/** Gives the text back to the composer. */
function editAgain(desk: Desk, message: Outgoing): void {
  const text = desk.outbox.discard(message.id);
  const conversation = String(message.more?.conversation ?? "");
  const mode = message.more?.note ? "note" : "reply";
  const begun = drafts.of(conversation)[mode];
  drafts.set(conversation, { mode, [mode]: begun ? `${text}\n${begun}` : text });
}
