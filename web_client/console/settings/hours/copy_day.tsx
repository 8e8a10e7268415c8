import { useState } from "preact/hooks";
import { Dialog } from "../../ui/dialog.tsx";
import { say } from "../../words.ts";
import { dayName } from "./shown.ts";
import { DAYS, type Day } from "./week.ts";

type Props = { day: Day; onCopy: (to: readonly Day[]) => void; onClose: () => void };

/** To which days one day's times are copied. */
export function CopyDay({ day, onCopy, onClose }: Props) {
  const others = DAYS.filter((one) => one !== day);
  const [to, setTo] = useState<readonly Day[]>(others.filter((one) => DAYS.indexOf(one) < 5));
  const tick = (one: Day, on: boolean) =>
    setTo(others.filter((other) => (other === one ? on : to.includes(other))));
  return (
    <Dialog
      title={say("copy_day_to", { day: dayName(day) })}
      onClose={onClose}
      onSubmit={() => onCopy(to)}
      foot={
        <>
          <button type="button" class="btn" onClick={onClose}>
            {say("cancel")}
          </button>
          <button type="submit" class="btn primary" disabled={!to.length}>
            {say("copy")}
          </button>
        </>
      }
    >
      <div class="pick">
        {others.map((one) => (
          <label key={one}>
            <input
              type="checkbox"
              checked={to.includes(one)}
              onChange={(event) => tick(one, event.currentTarget.checked)}
            />
            {dayName(one)}
          </label>
        ))}
      </div>
    </Dialog>
  );
}
