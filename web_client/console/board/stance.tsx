import { useState } from "preact/hooks";
import type { Presence } from "../session/session.ts";
import { awayReasons, reasonWords } from "../ui/absences.ts";
import { Choice } from "../ui/choice.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { reasonOf } from "../ui/reasons.ts";
import { toast } from "../ui/toasts.tsx";
import { say } from "../words.ts";
import type { AgentShown, Feed, Stance } from "./feed.ts";

const STATUSES: readonly Presence[] = ["online", "away", "offline"];
const LONGEST = 1000; // characters, as the server has it

type Props = { feed: Feed; agent: AgentShown; onClose: () => void };

/** How an agent stands from now on, said for him; he is told by whom, and why. */
export function StanceDialog({ feed, agent, onClose }: Props) {
  const [status, setStatus] = useState<Presence>(agent.status === "online" ? "away" : "online");
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const { name } = agent;
  return (
    <Dialog
      title={say("state_of", { agent: name })}
      onClose={onClose}
      onSubmit={() => {
        void stand(feed, agent, { status, ...given(status === "away" ? reason : "", note) });
        onClose();
      }}
      foot={
        <>
          <button type="button" class="btn plain" onClick={onClose}>
            {say("cancel")}
          </button>
          <button type="submit" class="btn primary">
            {say("set_state", { state: say(`presence_${status}`) })}
          </button>
        </>
      }
    >
      <Choice
        label={say("state_from_now")}
        shown
        value={status}
        options={STATUSES.map((one) => ({ value: one, label: say(`presence_${one}`) }))}
        onChoose={setStatus}
      />
      <p class="small soft">{say(`state_${status}_does`, { agent: name })}</p>
      {status === "away" && awayReasons.value.length > 0 && (
        <Field label={say("away_because")}>
          <select class="input" value={reason} onChange={(event) => setReason(event.currentTarget.value)}>
            <option value="">{say("no_reason")}</option>
            {awayReasons.value.map(({ id }) => (
              <option key={id} value={id}>
                {reasonWords(id)}
              </option>
            ))}
          </select>
        </Field>
      )}
      <Field label={say("note_to", { agent: name })} hint={say("note_to_hint")}>
        <textarea
          class="input"
          rows={2}
          maxLength={LONGEST}
          value={note}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      </Field>
    </Dialog>
  );
}

const given = (reason: string, note: string): Partial<Stance> => ({
  ...(reason ? { reason } : {}),
  ...(note.trim() ? { note: note.trim() } : {}),
});

async function stand(feed: Feed, agent: AgentShown, wish: Stance): Promise<void> {
  const answer = await feed.stance(agent.id, wish);
  if (answer.ok) toast(say("state_is_set", { agent: agent.name, state: say(`presence_${wish.status}`) }));
  else
    toast(
      answer.error.code === "conflict" ? say("is_not_there", { agent: agent.name }) : reasonOf(answer.error),
    );
}
