import { Dialog } from "../ui/dialog.tsx";
import { say } from "../words.ts";

const KEYS = [
  ["key_move", ["J", "K"]],
  ["key_open", ["↵"]],
  ["key_write", ["R", "N"]],
  ["key_send", ["Ctrl ↵"]],
  ["key_take", ["A"]],
  ["key_actions", ["T", "Z", "E"]],
  ["key_undo", ["U"]],
  ["key_search", ["/"]],
  ["key_help", ["?"]],
] as const;

export function KeyList({ onClose }: { onClose: () => void }) {
  return (
    <Dialog
      title={say("keys")}
      onClose={onClose}
      onSubmit={onClose}
      foot={
        <button type="submit" class="btn">
          {say("close")}
        </button>
      }
    >
      <dl class="keys">
        {KEYS.map(([key, pressed]) => (
          <div key={key}>
            <dt>{say(key)}</dt>
            <dd>
              {pressed.map((one) => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
