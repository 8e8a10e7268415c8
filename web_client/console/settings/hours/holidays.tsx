import { useId, useState } from "preact/hooks";
import { Icon } from "../../../shared/icon.tsx";
import { close } from "../../../shared/icons.ts";
import { locale, say } from "../../words.ts";

/** Days on which it is closed whatever the weekday says. */
export function Holidays(props: { days: readonly string[]; onChange: (days: readonly string[]) => void }) {
  const { days, onChange } = props;
  const [day, setDay] = useState("");
  const id = useId();
  function add() {
    if (day && !days.includes(day)) onChange([...days, day].sort());
    setDay("");
  }
  return (
    <div class="field">
      <label for={id}>{say("holidays")}</label>
      <div class="row tags">
        {days.map((one) => (
          <span class="tag num" key={one}>
            {shown(one)}
            <button
              type="button"
              class="tag-off"
              aria-label={say("remove_holiday", { day: shown(one) })}
              onClick={() => onChange(days.filter((other) => other !== one))}
            >
              <Icon d={close} small />
            </button>
          </span>
        ))}
      </div>
      <div class="row">
        <input
          id={id}
          class="input date num"
          type="date"
          value={day}
          onInput={(event) => setDay(event.currentTarget.value)}
        />
        <button type="button" class="btn" onClick={add}>
          {say("add")}
        </button>
      </div>
    </div>
  );
}

const shown = (day: string): string =>
  new Intl.DateTimeFormat(locale.value, { dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(day));
