import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Problem } from "../api.ts";
import { Dialog } from "../ui/dialog.tsx";
import { reasonOf } from "../ui/reasons.ts";
import { Told } from "../ui/told.tsx";
import { say } from "../words.ts";

type Props = {
  title: string;
  action: string;
  onClose: () => void;
  /** Gives why it was refused, or null; then the dialog closes. */
  onAdd: () => Promise<Problem | null>;
  explain?: (problem: Problem) => string | null;
  children: ComponentChildren;
};

/** A dialog that adds something; a refusal is said in it, and nothing typed is lost. */
export function Add({ title, action, onClose, onAdd, explain, children }: Props) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function submit() {
    if (busy) return;
    setBusy(true);
    const refused = await onAdd();
    setBusy(false);
    setProblem(refused);
    if (!refused) onClose();
  }

  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={() => void submit()}
      foot={
        <>
          <button type="button" class="btn plain" onClick={onClose}>
            {say("cancel")}
          </button>
          <button type="submit" class="btn primary" aria-disabled={busy}>
            {action}
          </button>
        </>
      }
    >
      {problem && <Told kind="bad" text={explain?.(problem) ?? reasonOf(problem)} />}
      {children}
    </Dialog>
  );
}
