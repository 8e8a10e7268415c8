import { locale, say } from "../../words.ts";
import { DAYS, type Day, type DayEdited, endsNextDay, type Week } from "./week.ts";

const MONDAY = Date.UTC(2024, 0, 1);
const A_DAY = 86_400_000; // ms

/** One row a weekday: open or not, from, to. */
export function WeekTable({ week, onChange }: { week: Week; onChange: (week: Week) => void }) {
  return (
    <table class="tbl week num">
      <caption class="vh">{say("opening_hours")}</caption>
      <thead>
        <tr>
          <th scope="col">{say("weekday")}</th>
          <th scope="col">{say("opens")}</th>
          <th scope="col">{say("closes")}</th>
        </tr>
      </thead>
      <tbody>
        {DAYS.map((day) => (
          <OneDay
            key={day}
            name={nameOf(day)}
            day={week[day]}
            onChange={(change) => onChange({ ...week, [day]: { ...week[day], ...change } })}
          />
        ))}
      </tbody>
    </table>
  );
}

type Props = { name: string; day: DayEdited; onChange: (change: Partial<DayEdited>) => void };

function OneDay({ name, day, onChange }: Props) {
  return (
    <tr>
      <th scope="row">
        <label class="row day-open">
          <input
            type="checkbox"
            checked={day.open}
            onChange={(event) => onChange({ open: event.currentTarget.checked })}
          />
          {name}
        </label>
      </th>
      {day.open ? (
        <>
          <td>
            <Clock
              label={say("opens_on", { day: name })}
              value={day.from}
              onChange={(from) => onChange({ from })}
            />
          </td>
          <td>
            <Clock
              label={say("closes_on", { day: name })}
              value={day.to}
              onChange={(to) => onChange({ to })}
            />
            {endsNextDay(day) && <span class="small faint"> {say("next_day")}</span>}
            {day.more.map(([from, to]) => (
              <span key={from} class="small faint">
                {" "}
                + {from}–{to}
              </span>
            ))}
          </td>
        </>
      ) : (
        <td colSpan={2} class="faint">
          {say("closed")}
        </td>
      )}
    </tr>
  );
}

function Clock({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <input
      class="input clock"
      type="time"
      required
      aria-label={label}
      value={value}
      onInput={(event) => event.currentTarget.value && onChange(event.currentTarget.value)}
    />
  );
}

const nameOf = (day: Day): string =>
  new Intl.DateTimeFormat(locale.value, { weekday: "long", timeZone: "UTC" }).format(
    MONDAY + DAYS.indexOf(day) * A_DAY,
  );
