import { useRef, useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { lock } from "../../shared/icons.ts";
import { uuid } from "../../shared/ids.ts";
import type { Named } from "../../shared/protocol.ts";
import { LONGEST } from "../talk/composer.tsx";
import { KeyCap } from "../ui/key_cap.tsx";
import { reasonOf } from "../ui/reasons.ts";
import { say } from "../words.ts";
import type { Lookout } from "./lookout.ts";

/** A word to the agent. `agent` null: nobody has it, so there is nobody to whisper to. */
export function Whisper({ lookout, agent }: { lookout: Lookout; agent: Named | null }) {
  const [text, setText] = useState("");
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  // The same while it is tried again, so that it is said once.
  const id = useRef(uuid());
  const name = agent?.name ?? say("agent");
  const over = text.length - LONGEST;
  const idle = !agent || !text.trim() || over > 0;

  async function send(event?: Event) {
    event?.preventDefault();
    if (idle || busy) return;
    setBusy(true);
    const answer = await lookout.whisper(text, id.current);
    setBusy(false);
    setFailed(
      answer.ok ? null : answer.error.code === "conflict" ? say("whisper_to_nobody") : reasonOf(answer.error),
    );
    if (!answer.ok) return;
    id.current = uuid();
    setText("");
  }

  return (
    <form class="reply note whisper" onSubmit={send}>
      <textarea
        id="composer"
        rows={2}
        dir="auto"
        value={text}
        aria-label={say("whisper_to", { agent: name })}
        placeholder={agent ? say("whisper_placeholder", { agent: name }) : ""}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send(event);
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <div class="foot">
        <span class="small only-team">
          <Icon d={lock} small />
          {agent ? say("whisper_only", { agent: name }) : say("whisper_to_nobody")}
        </span>
        {over > 0 && (
          <span class="err num" role="alert">
            {say("too_long_by", { n: over })}
          </span>
        )}
        {failed && (
          <span class="err" role="alert">
            {failed}
          </span>
        )}
        <button type="submit" class="btn primary send" aria-disabled={idle} aria-busy={busy}>
          {say("whisper")} <KeyCap of="Ctrl ↵" />
        </button>
      </div>
    </form>
  );
}
