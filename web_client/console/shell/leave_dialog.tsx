import { leave, stay, wanted } from "../here.ts";
import { Dialog } from "../ui/dialog.tsx";
import { say } from "../words.ts";

/** Asks before changes that are not saved are lost. */
export function LeaveDialog() {
  if (wanted.value === null) return null;
  return (
    <Dialog
      title={say("leave_title")}
      onClose={stay}
      onSubmit={stay}
      foot={
        <>
          <button type="button" class="btn" onClick={leave}>
            {say("leave_unsaved")}
          </button>
          <button type="submit" class="btn primary">
            {say("stay")}
          </button>
        </>
      }
    >
      <p>{say("leave_text")}</p>
    </Dialog>
  );
}
