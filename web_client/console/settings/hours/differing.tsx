import { useState } from "preact/hooks";
import { Icon } from "../../../shared/icon.tsx";
import { alert, close } from "../../../shared/icons.ts";
import { Choice } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { say } from "../../words.ts";
import { between, type Differing, differing } from "./dates.ts";
import type { Edited } from "./hours.ts";
import { datesShown } from "./shown.ts";
import { anotherOf, type Interval } from "./week.ts";
import { Clock } from "./week_table.tsx";

type Props = { edited: Edited; today: string; onChange: (change: Partial<Edited>) => void };

/** Days by hand: closed, or with times of their own. */
export function DifferingDays({ edited, today, onChange }: Props) {
  const days = differing(edited.holidays, edited.special, today);
  function remove({ from, to, times }: Differing) {
    if (times) {
      const { [from]: _, ...special } = edited.special;
      onChange({ special });
    } else onChange({ holidays: edited.holidays.filter((day) => day < from || day > to) });
  }
  return (
    <section class="part" aria-labelledby="s-differing">
      <h3 id="s-differing">{say("differing")}</h3>
      <p class="soft small">{say("differing_text")}</p>
      {days.length ? (
        <ul class="lines num">
          {days.map((day) => (
            <li class="row" key={`${day.from}${day.times ? "t" : ""}`}>
              <span class="grow">
                {datesShown(day)} <span class="soft">· {timesShown(day)}</span>
              </span>
              <button
                type="button"
                class="tag-off"
                aria-label={say("remove_differing", { day: datesShown(day) })}
                onClick={() => remove(day)}
              >
                <Icon d={close} small />
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="faint small">{say("differing_none")}</p>
      )}
      <Add edited={edited} today={today} onChange={onChange} />
    </section>
  );
}

function Add({ edited, today, onChange }: Props) {
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const [how, setHow] = useState<"closed" | "open">("closed");
  const [times, setTimes] = useState<Interval>(anotherOf([]));
  const [isWrong, setWrong] = useState(false);

  function add() {
    const days = between(from, to || from);
    setWrong(!days.length);
    if (!days.length) return;
    onChange(how === "closed" ? closedOn(edited, days) : openOn(edited, days, times));
    setFrom("");
    setTo("");
  }
  return (
    <div class="add-days">
      <Choice
        label={say("differs_how")}
        value={how}
        options={[
          { value: "closed", label: say("differs_closed") },
          { value: "open", label: say("differs_open") },
        ]}
        onChoose={setHow}
      />
      {how === "open" && (
        <div class="row">
          <Clock label={say("opens")} value={times[0]} onChange={(time) => setTimes([time, times[1]])} />
          <span aria-hidden="true">–</span>
          <Clock label={say("closes")} value={times[1]} onChange={(time) => setTimes([times[0], time])} />
        </div>
      )}
      <div class="row dates">
        <Field label={say("day_from")}>
          <input
            class="input date num"
            type="date"
            min={today}
            value={from}
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
        </Field>
        <Field label={say("day_to")}>
          <input
            class="input date num"
            type="date"
            min={from || today}
            value={to}
            onInput={(event) => setTo(event.currentTarget.value)}
          />
        </Field>
        <button type="button" class="btn" onClick={add}>
          {say("add")}
        </button>
      </div>
      {isWrong && (
        <p class="err" role="alert">
          <Icon d={alert} small />
          {say("day_wrong")}
        </p>
      )}
    </div>
  );
}

/** What such a day was before gives way. */
function closedOn({ holidays, special }: Edited, days: readonly string[]): Partial<Edited> {
  const rest = Object.entries(special).filter(([day]) => !days.includes(day));
  return { holidays: [...new Set([...holidays, ...days])].sort(), special: Object.fromEntries(rest) };
}

/** More times on a day that has some. */
function openOn({ holidays, special }: Edited, days: readonly string[], times: Interval): Partial<Edited> {
  const added = days.map((day) => [day, [...(special[day] ?? []), times]] as const);
  return {
    holidays: holidays.filter((day) => !days.includes(day)),
    special: { ...special, ...Object.fromEntries(added) },
  };
}

const timesShown = ({ times }: Differing): string =>
  times ? times.map(([from, to]) => `${from}–${to}`).join(", ") : say("closed_all_day");
