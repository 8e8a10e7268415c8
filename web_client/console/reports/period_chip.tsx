import { useState } from "preact/hooks";
import { cal } from "../../shared/icons.ts";
import { go } from "../here.ts";
import { locale } from "../words.ts";
import { Chip } from "./chip.tsx";
import { type Days, isDate, PRESETS, utc } from "./dates.ts";
import { daysShown } from "./filters.ts";
import { useFrame } from "./frame.ts";
import { tell } from "./words.ts";

/** The period: usual ones, or any days. */
export function PeriodChip() {
  const frame = useFrame();
  const { period } = frame.filters;
  const days = daysShown(frame.filters, frame.today);
  return (
    <Chip label={periodWords(days)} what={tell("period")} icon={cal}>
      {(close) => (
        <div class="form">
          <ul class="options">
            {PRESETS.map((preset) => (
              <li key={preset}>
                <button
                  type="button"
                  aria-pressed={preset === period}
                  onClick={() => {
                    close();
                    go(frame.changed({ period: preset }));
                  }}
                >
                  {tell(`period_${preset}`)}
                </button>
              </li>
            ))}
          </ul>
          <AnyDays
            days={days}
            latest={frame.today}
            onChoose={(chosen) => {
              close();
              go(frame.changed({ period: chosen }));
            }}
          />
          <p class="hint">{tell("days_of", { zone: frame.tz })}</p>
        </div>
      )}
    </Chip>
  );
}

function AnyDays(props: { days: Days; latest: string; onChoose: (days: Days) => void }) {
  const [from, setFrom] = useState(props.days.from);
  const [to, setTo] = useState(props.days.to);
  const valid = isDate(from) && isDate(to) && from <= to;
  return (
    <form
      class="row any-days"
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) props.onChoose({ from, to });
      }}
    >
      <DateField label={tell("from")} value={from} most={to} onInput={setFrom} />
      <DateField label={tell("to_day")} value={to} least={from} onInput={setTo} />
      <button type="submit" class="btn" disabled={!valid}>
        {tell("show")}
      </button>
    </form>
  );
}

type DateProps = {
  label: string;
  value: string;
  least?: string;
  most?: string;
  onInput: (date: string) => void;
};

const DateField = ({ label, value, least, most, onInput }: DateProps) => (
  <label class="field">
    <span class="small">{label}</span>
    <input
      class="input date"
      type="date"
      required
      value={value}
      min={least}
      max={most}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
  </label>
);

/** "26 Oct – 22 Nov", with the year where it is not this one's. */
export function periodWords({ from, to }: Days): string {
  const year = new Date().getFullYear();
  const others = [from, to].some((date) => Number(date.slice(0, 4)) !== year);
  const options = { day: "numeric", month: "short", ...(others ? { year: "numeric" } : {}), timeZone: "UTC" };
  const format = new Intl.DateTimeFormat(locale.value, options as Intl.DateTimeFormatOptions);
  return format.formatRange(utc(from), utc(to));
}
