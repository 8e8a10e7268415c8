import { useRef, useState } from "preact/hooks";
import { utc } from "../reports/dates.ts";
import { counted, decimalsOf, shown } from "../reports/formats.ts";
import { Choice } from "../ui/choice.tsx";
import { Scrolls } from "../ui/scrolls.tsx";
import { locale } from "../words.ts";
import { download } from "./download.ts";
import type { Cell, Staffing } from "./kinds.ts";
import {
  byPlace,
  csvOf,
  isShort,
  LOOKS,
  type Look,
  livelyTimes,
  timeAfter,
  timesOf,
  toneOf,
  worth,
} from "./week.ts";
import { tell } from "./words.ts";

type Props = { staffing: Staffing; onDay: (date: string) => void };

/** Weekday by half hour; a table, in which arrows go from cell to cell. */
export function WeekCard({ staffing, onDay }: Props) {
  const [look, setLook] = useState<Look>("gap");
  return (
    <section class="card block chart" aria-label={tell("week_table")}>
      <header>
        <h2>{tell("week_table")}</h2>
        <p class="grow">{tell(`look_${look}_means`)}</p>
        <button
          type="button"
          class="btn plain"
          onClick={() => download(`staffing-${staffing.week}.csv`, csvOf(staffing))}
        >
          CSV
        </button>
      </header>
      <Choice
        label={tell("look")}
        value={look}
        options={LOOKS.map((one) => ({ value: one, label: tell(`look_${one}`) }))}
        onChoose={setLook}
      />
      <Table staffing={staffing} look={look} onDay={onDay} />
      <Key look={look} />
      <Quiet staffing={staffing} />
    </section>
  );
}

function Table({ staffing, look, onDay }: Props & { look: Look }) {
  const times = livelyTimes(staffing);
  const cells = byPlace(staffing);
  const values = staffing.cells.map((cell) => worth(cell, look) ?? 0);
  const [most, decimals] = [Math.max(0, ...values), decimalsOf(values, 1)];
  const table = useRef<HTMLTableElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const at = event.target instanceof HTMLElement ? event.target.dataset.at : undefined;
    if (!step || !at) return;
    event.preventDefault();
    const [row = 0, column = 0] = at.split(" ").map(Number);
    const to = `${row + (step[0] ?? 0)} ${column + (step[1] ?? 0)}`;
    table.current?.querySelector<HTMLElement>(`[data-at="${to}"]`)?.focus();
  };
  return (
    <Scrolls label={tell("week_scroll")}>
      <table class="heat needs-week num" style={{ "--cells": times.length }} ref={table} onKeyDown={move}>
        <caption class="vh">{tell(`look_${look}_means`)}</caption>
        <thead>
          <tr>
            <td />
            {times.map((time) => (
              <th scope="col" key={time}>
                {time.endsWith(":00") ? time : <span class="vh">{time}</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {staffing.days.map((day, row) => (
            <tr key={day.date}>
              <th scope="row">{dayName(day.date)}</th>
              {times.map((time, column) => {
                const cell = cells.get(`${day.date} ${time}`);
                if (!cell || (cell.open === 0 && cell.rostered === 0))
                  return (
                    <td key={time} class="shut">
                      <span class="vh">{tell("closed")}</span>
                    </td>
                  );
                return (
                  <td key={time} class={toneOf(cell, look, most)}>
                    <button
                      type="button"
                      data-at={`${row} ${column}`}
                      title={cellWords(cell)}
                      onClick={() => onDay(day.date)}
                    >
                      {inCell(cell, look, decimals)}
                      <span class="vh">: {cellWords(cell)}</span>
                    </button>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  );
}

/** Says that the rest of the day is not shown, and why. */
function Quiet({ staffing }: { staffing: Staffing }) {
  const times = livelyTimes(staffing);
  const [first, last] = [times[0], times.at(-1)];
  if (!first || !last || times.length === timesOf(staffing).length) return null;
  return (
    <p class="hint num">{tell("quiet_hours", { from: first, to: timeAfter(last, staffing.minutes) })}</p>
  );
}

function Key({ look }: { look: Look }) {
  if (look !== "gap" && look !== "level") return null;
  const parts =
    look === "gap"
      ? (["short2", "short1", "even", "over"] as const)
      : (["short2", "short1", "even"] as const);
  return (
    <p class="key num">
      {parts.map((part) => (
        <span key={part}>
          <i class={part} />
          {tell(`${look === "gap" ? "gap" : "level"}_${part as "short2" | "short1" | "even"}`)}
        </span>
      ))}
    </p>
  );
}

function inCell(cell: Cell, look: Look, decimals: number): string {
  const value = worth(cell, look);
  if (value === null) return "–";
  if (look === "gap") return signed(value, decimals);
  if (look === "level") return counted(value, locale.value);
  return counted(value, locale.value, decimals);
}

function signed(value: number, decimals: number): string {
  const rounded = Math.round(value * 10) / 10;
  const digits = counted(Math.abs(rounded), locale.value, decimals);
  return rounded < 0 ? `−${digits}` : rounded > 0 ? `+${digits}` : digits;
}

/** "Monday 09:00: 3 needed, 2 on the roster, 1 missing; 5.4 expected, 2–10." */
export function cellWords(cell: Cell): string {
  const when = `${dayName(cell.date, "long")} ${cell.time}`;
  const there = tell("says_rostered", { n: cell.rostered });
  if (cell.open === 0) return `${when}: ${tell("closed")}; ${there}`;
  if (cell.needed === null || cell.mean === null) return `${when}: ${there}; ${tell("says_unknown")}`;
  const gap = isShort(cell) ? tell("says_missing", { n: -(cell.gap ?? 0) }) : tell("says_enough");
  const level =
    cell.level === null
      ? ""
      : `; ${tell("says_level", { level: shown(cell.level, "%", locale.value, "table") })}`;
  const expected = tell("says_expected", {
    mean: counted(cell.mean, locale.value, 1),
    low: cell.low95 ?? 0,
    high: cell.high95 ?? 0,
  });
  const came = cell.came === null ? "" : `; ${tell("says_came", { n: cell.came })}`;
  return `${when}: ${tell("says_needed", { n: cell.needed })}, ${there}, ${gap}; ${expected}${came}${level}`;
}

export const dayName = (date: string, style: "short" | "long" = "short"): string =>
  new Intl.DateTimeFormat(locale.value, {
    weekday: style,
    ...(style === "long" ? { day: "numeric", month: "long" } : { day: "numeric" }),
    timeZone: "UTC",
  }).format(utc(date));
