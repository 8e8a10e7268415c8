import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { lock } from "../../shared/icons.ts";
import { uuid } from "../../shared/ids.ts";
import type { State } from "../../shared/state.ts";
import type { Desk } from "../desk.ts";
import { Choice } from "../ui/choice.tsx";
import { KeyCap } from "../ui/key_cap.tsx";
import { visitorName } from "../ui/names.ts";
import { say } from "../words.ts";
import { drafts, type Mode } from "./drafts.ts";
import type { Talk } from "./talk.ts";

export const LONGEST = 10_000; // characters, as the server has it

type Props = { desk: Desk; talk: Talk; state: State };

/** Where one writes an answer to the visitor, or a note to the team. */
export function Composer({ desk, talk, state }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = drafts.of(talk.id);
  const text = draft[draft.mode];
  const visitor = visitorName(state.visitor);
  useEffect(() => () => talk.own.stopped(), [talk]);

  function send(event?: Event) {
    event?.preventDefault();
    if (!text.trim() || text.length > LONGEST) return;
    const more = { conversation: talk.id, ...(draft.mode === "note" ? { note: true } : {}) };
    desk.outbox.add({ id: uuid(), text, more }, Date.now());
    drafts.set(talk.id, { [draft.mode]: "", mode: "reply" });
    talk.own.stopped();
    field.current?.focus();
  }

  function write(written: string) {
    drafts.set(talk.id, { [draft.mode]: written });
    if (draft.mode === "note" || !written.trim()) talk.own.stopped();
    else talk.own.typed(Date.now());
  }

  return (
    <form class={`reply ${draft.mode}`} onSubmit={send}>
      <textarea
        id="composer"
        ref={field}
        rows={2}
        dir="auto"
        value={text}
        aria-label={draft.mode === "note" ? say("note_about", { visitor }) : say("reply_to", { visitor })}
        placeholder={draft.mode === "note" ? say("note_placeholder") : say("reply_placeholder", { visitor })}
        onInput={(event) => write(event.currentTarget.value)}
        onBlur={() => talk.own.stopped()}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send(event);
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
      <Foot
        mode={draft.mode}
        length={text.length}
        empty={!text.trim()}
        onMode={(mode) => drafts.set(talk.id, { mode })}
      />
    </form>
  );
}

type FootProps = { mode: Mode; length: number; empty: boolean; onMode: (mode: Mode) => void };

function Foot({ mode, length, empty, onMode }: FootProps) {
  const options = [
    {
      value: "reply" as const,
      label: (
        <>
          {say("reply")} <KeyCap of="R" />
        </>
      ),
    },
    {
      value: "note" as const,
      label: (
        <>
          <Icon d={lock} small />
          {say("note")} <KeyCap of="N" />
        </>
      ),
    },
  ];
  const over = length - LONGEST;
  return (
    <div class="foot">
      <Choice label={say("write_a")} value={mode} options={options} onChoose={onMode} />
      {over > 0 && (
        <span class="err num" role="alert">
          {say("too_long_by", { n: over })}
        </span>
      )}
      <button type="submit" class="btn primary send" aria-disabled={empty || over > 0}>
        {mode === "note" ? say("keep_note") : say("send")} <KeyCap of="Ctrl ↵" />
      </button>
    </div>
  );
}
