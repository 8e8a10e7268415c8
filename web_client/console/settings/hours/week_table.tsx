import { useState } from "preact/hooks";
import { Icon } from "../../../shared/icon.tsx";
import { alert, close, plus } from "../../../shared/icons.ts";
import { say } from "../../words.ts";
import { CopyDay } from "./copy_day.tsx";
import { dayName } from "./shown.ts";
import {
  anotherOf,
  copied,
  DAYS,
  type Day,
  endsNextDay,
  type Interval,
  overlapping,
  type Week,
} from "./week.ts";

/** One row a weekday: open or not, and its times. */
export function WeekTable({ week, onChange }: { week: Week; onChange: (week: Week) => void }) {
  const [copying, setCopying] = useState<Day | null>(null);
  const wrong = overlapping(week);
  return (
    <div class="week-box">
      <table class="tbl week num">
        <caption class="vh">{say("opening_hours")}</caption>
        <thead class="vh">
          <tr>
            <th scope="col">{say("weekday")}</th>
            <th scope="col">{say("opens")}</th>
          </tr>
        </thead>
        <tbody>
          {DAYS.map((day) => (
            <OneDay
              key={day}
              name={dayName(day)}
              intervals={week[day]}
              isWrong={wrong.has(day)}
              onCopy={() => setCopying(day)}
              onChange={(intervals) => onChange({ ...week, [day]: intervals })}
            />
          ))}
        </tbody>
      </table>
      {copying && (
        <CopyDay
          day={copying}
          onClose={() => setCopying(null)}
          onCopy={(to) => {
            onChange(copied(week, copying, to));
            setCopying(null);
          }}
        />
      )}
    </div>
  );
}

type Props = {
  name: string;
  intervals: readonly Interval[];
  isWrong: boolean;
  onCopy: () => void;
  onChange: (intervals: readonly Interval[]) => void;
};

function OneDay({ name, intervals, isWrong, onCopy, onChange }: Props) {
  // What it was open stays in mind, in case it was closed by mistake.
  const [before, setBefore] = useState<readonly Interval[]>([]);
  function open(isOpen: boolean) {
    setBefore(intervals);
    onChange(isOpen ? (before.length ? before : [anotherOf([])]) : []);
  }
  return (
    <tr>
      <th scope="row">
        <label class="row day-open">
          <input
            type="checkbox"
            checked={intervals.length > 0}
            onChange={(event) => open(event.currentTarget.checked)}
          />
          {name}
        </label>
      </th>
      <td>
        {intervals.length ? (
          <Intervals name={name} intervals={intervals} onChange={onChange} />
        ) : (
          <span class="faint shut">{say("closed")}</span>
        )}
        {isWrong && (
          <p class="err">
            <Icon d={alert} small />
            {say("overlaps_here")}
          </p>
        )}
      </td>
      <td class="acts">
        {intervals.length > 0 && (
          <>
            <button
              type="button"
              class="btn plain icon"
              aria-label={say("interval_add", { day: name })}
              title={say("interval_add", { day: name })}
              onClick={() => onChange([...intervals, anotherOf(intervals)])}
            >
              <Icon d={plus} small />
            </button>
            <button
              type="button"
              class="btn plain slim"
              aria-label={say("copy_day", { day: name })}
              title={say("copy_day", { day: name })}
              onClick={onCopy}
            >
              {say("copy")}
            </button>
          </>
        )}
      </td>
    </tr>
  );
}

type IntervalsProps = Pick<Props, "name" | "intervals" | "onChange">;

function Intervals({ name, intervals, onChange }: IntervalsProps) {
  const put = (at: number, interval: Interval) => onChange(intervals.with(at, interval));
  return (
    <ul class="spans">
      {intervals.map((interval, at) => {
        const [from, to] = interval;
        const of = at ? `${name} (${at + 1})` : name;
        return (
          <li class="row" key={at}>
            <Clock
              label={say("opens_on", { day: of })}
              value={from}
              onChange={(time) => put(at, [time, to])}
            />
            <span aria-hidden="true">–</span>
            <Clock
              label={say("closes_on", { day: of })}
              value={to}
              onChange={(time) => put(at, [from, time])}
            />
            {intervals.length > 1 && (
              <button
                type="button"
                class="tag-off"
                aria-label={say("interval_remove", { times: `${from}–${to}`, day: name })}
                onClick={() => onChange(intervals.toSpliced(at, 1))}
              >
                <Icon d={close} small />
              </button>
            )}
            {endsNextDay(interval) && <span class="small faint">{say("next_day")}</span>}
          </li>
        );
      })}
    </ul>
  );
}

type ClockProps = { label: string; value: string; onChange: (value: string) => void };

export function Clock({ label, value, onChange }: ClockProps) {
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
