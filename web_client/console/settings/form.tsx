import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Problem } from "../api.ts";
import { administers } from "../session/session.ts";
import { reasonOf } from "../ui/reasons.ts";
import { SaveBar } from "../ui/save_bar.tsx";
import { Told } from "../ui/told.tsx";
import { say } from "../words.ts";

type Props = {
  count: number;
  onDiscard: () => void;
  /** Gives why it could not be saved, or null. */
  onSave: () => Promise<Problem | null>;
  /** Words for a refusal where the general ones would be too vague. */
  explain?: (problem: Problem) => string | null;
  children: ComponentChildren;
};

/** A form of settings: admins write, supervisors read; the save bar is at its foot. */
export function SettingsForm({ count, onDiscard, onSave, explain, children }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function save() {
    if (busy || count === 0) return;
    setBusy(true);
    setProblem(await onSave());
    setBusy(false);
  }

  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {!administers.value && <Told kind="plain" text={say("admins_write")} />}
      {problem && <Told kind="bad" text={explain?.(problem) ?? reasonOf(problem)} />}
      <fieldset class="form" disabled={!administers.value}>
        {children}
      </fieldset>
      <SaveBar
        count={count}
        busy={busy}
        onDiscard={() => {
          setProblem(null);
          onDiscard();
        }}
        onSave={() => void save()}
      />
    </form>
  );
}
