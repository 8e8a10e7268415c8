import { Dialog } from "../../ui/dialog.tsx";
import { say } from "../../words.ts";
import { Copyable } from "../sites/install.tsx";

/** Shown once: what the program checks signatures with. */
export function Secret({ secret, onClose }: { secret: string; onClose: () => void }) {
  return (
    <Dialog
      title={say("webhook_secret")}
      onClose={onClose}
      onSubmit={onClose}
      foot={
        <button type="submit" class="btn primary">
          {say("close")}
        </button>
      }
    >
      <p class="soft">{say("webhook_secret_once")}</p>
      <Copyable text={secret} />
    </Dialog>
  );
}
