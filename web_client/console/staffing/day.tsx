import { Icon } from "../../shared/icon.tsx";
import { next } from "../../shared/icons.ts";
import { ChartCard } from "../reports/charts/card.tsx";
import { counted, decimalsOf, shown } from "../reports/formats.ts";
import { locale } from "../words.ts";
import { Arrivals, People } from "./day_plots.tsx";
import type { Cell, Day, Staffing } from "./kinds.ts";
import { livelyTimes } from "./week.ts";
import { dayName } from "./week_card.tsx";
import { tell } from "./words.ts";

type Props = { staffing: Staffing; day: Day; onDay: (date: string) => void };
/** One day: who comes, with its interval, and under it people needed against people rostered. */
export function DayCard({ staffing, day, onDay }: Props) {
  const cells = staffing.cells.filter((cell) => cell.date === day.date);
  const times = new Set(livelyTimes(staffing));
  const lively = cells.filter((cell) => times.has(cell.time));
  const place = staffing.days.indexOf(day);
  const to = (step: number) => staffing.days[place + step];
  return (
    <ChartCard
      title={dayName(day.date, "long")}
      text={dayWords(day)}
      file={`staffing-${day.date}`}
      headline={`${tell("staffing")}, ${dayName(day.date, "long")}`}
      table={cells.length > 0 ? <Rows cells={cells} /> : undefined}
      controls={
        <p class="row day-steps">
          {([-1, 1] as const).map((step) => {
            const other = to(step);
            return (
              <button
                type="button"
                key={step}
                class="btn icon"
                disabled={!other}
                aria-label={tell(step < 0 ? "day_before" : "day_after")}
                onClick={() => other && onDay(other.date)}
              >
                <span class={step < 0 ? "turned" : ""}>
                  <Icon d={next} small />
                </span>
              </button>
            );
          })}
        </p>
      }
    >
      {cells.length === 0 ? (
        <p class="soft">{tell("closed_day")}</p>
      ) : (
        <>
          <Arrivals cells={lively} />
          <People cells={lively} />
        </>
      )}
    </ChartCard>
  );
}

function dayWords(day: Day): string {
  if (day.mean === null || day.low95 === null || day.high95 === null) return "";
  const interval = tell("interval_95", {
    low: counted(day.low95, locale.value),
    high: counted(day.high95, locale.value),
  });
  const usual = day.usual ? "" : `; ${tell("as_a_holiday")}`;
  return `${tell("comes", { n: Math.round(day.mean) })} (${interval})${usual}`;
}

function Rows({ cells }: { cells: readonly Cell[] }) {
  const number = (cell: Cell, name: "mean" | "came" | "needed" | "rostered" | "gap") => {
    const decimals = decimalsOf(
      cells.map((one) => one[name] ?? 0),
      1,
    );
    const value = cell[name];
    return value === null ? "–" : counted(value, locale.value, decimals);
  };
  return (
    <section class="scrolls tall" tabIndex={0} aria-label={tell("week_scroll")}>
      <table class="tbl num">
        <thead>
          <tr>
            {(
              [
                "time",
                "look_mean",
                "interval",
                "key_came",
                "look_needed",
                "look_rostered",
                "look_gap",
                "look_level",
              ] as const
            ).map((key) => (
              <th scope="col" key={key}>
                {tell(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.map((cell) => (
            <tr key={cell.time}>
              <th scope="row">{cell.time}</th>
              <td>{number(cell, "mean")}</td>
              <td>{cell.low95 === null ? "–" : `${cell.low95}–${cell.high95}`}</td>
              <td>{number(cell, "came")}</td>
              <td>{number(cell, "needed")}</td>
              <td>{number(cell, "rostered")}</td>
              <td>{number(cell, "gap")}</td>
              <td>{cell.level === null ? "–" : shown(cell.level, "%", locale.value, "table")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
