import { useState } from "preact/hooks";
import { plusDays } from "../reports/dates.ts";
import { useFrame } from "../reports/frame.ts";
import { api } from "../session/session.ts";
import { Choice } from "../ui/choice.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { reasonOf } from "../ui/reasons.ts";
import { toast } from "../ui/toasts.tsx";
import { say } from "../words.ts";
import type { Shift } from "./kinds.ts";
import { lengthWords } from "./lengths.ts";
import { instantOf, timeAt } from "./local.ts";
import type { Place } from "./roster.tsx";
import { dayName } from "./week_card.tsx";
import { tell } from "./words.ts";

type Props = { place: Place; others: readonly Shift[]; onClose: () => void; onDone: () => void };

/** One shift of somebody's day, new or known. An end before its beginning is on the next day. */
export function ShiftDialog({ place, others, onClose, onDone }: Props) {
  const { tz } = useFrame();
  const { shift, date, agent } = place;
  const [from, setFrom] = useState(shift ? timeAt(shift.from, tz) : "09:00");
  const [to, setTo] = useState(shift ? timeAt(shift.to, tz) : "17:00");
  const [kind, setKind] = useState<Shift["kind"]>(shift?.kind ?? "work");
  const [problem, setProblem] = useState<string | null>(null);
  const name = agent.name ?? "";

  async function save(mine: readonly Shift[]) {
    const answer = await api.put("/roster", {
      from: instantOf(date, "00:00", tz),
      to: instantOf(plusDays(date, 1), "00:00", tz),
      agents: [agent.id],
      shifts: [...others, ...mine].map((one) => ({
        agent: agent.id,
        from: one.from,
        to: one.to,
        kind: one.kind,
      })),
    });
    if (!answer.ok) {
      const overlaps = answer.problem.message.includes("two at the same time");
      return setProblem(overlaps ? tell("overlaps") : reasonOf(answer.problem));
    }
    toast(tell(mine.length > 0 ? "shift_saved" : "shift_removed", { name }));
    onDone();
  }

  const overnight = to <= from;
  // A field in which a time is only half typed is empty.
  const typed = from !== "" && to !== "";
  const times = () => ({
    from: instantOf(date, from, tz),
    to: instantOf(overnight ? plusDays(date, 1) : date, to, tz),
  });
  const lengthOf = (one: { from: number; to: number }) => lengthWords(one.to - one.from);
  const hint = typed && [lengthOf(times()), overnight && tell("next_day")].filter(Boolean).join(", ");

  return (
    <Dialog
      title={`${name}, ${dayName(date, "long")}`}
      onClose={onClose}
      onSubmit={() => void save([{ agent: agent.id, ...times(), kind }])}
      foot={
        <>
          {shift && (
            <button type="button" class="btn" onClick={() => void save([])}>
              {tell("remove_shift")}
            </button>
          )}
          <span class="grow" />
          <button type="button" class="btn" onClick={onClose}>
            {say("cancel")}
          </button>
          <button type="submit" class="btn primary">
            {say("save")}
          </button>
        </>
      }
    >
      <div class="row two-times">
        <Field label={tell("from")} error={problem}>
          <input
            class="input num"
            type="time"
            required
            value={from}
            onInput={(e) => setFrom(e.currentTarget.value)}
          />
        </Field>
        <Field label={tell("to")} hint={hint || undefined}>
          <input
            class="input num"
            type="time"
            required
            value={to}
            onInput={(e) => setTo(e.currentTarget.value)}
          />
        </Field>
      </div>
      <Choice
        label={tell("kind")}
        shown
        value={kind}
        options={[
          { value: "work", label: tell("work") },
          { value: "off", label: tell("off") },
        ]}
        onChoose={setKind}
      />
      <p class="hint">{tell("off_means")}</p>
    </Dialog>
  );
}
