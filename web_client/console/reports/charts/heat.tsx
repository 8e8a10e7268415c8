import { Scrolls } from "../../ui/scrolls.tsx";
import { locale } from "../../words.ts";
import { counted, inCell, range, shown } from "../formats.ts";
import type { Group, Unit } from "../kinds.ts";
import { tell } from "../words.ts";
import { levelsOf } from "./scale.ts";

const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
type Weekday = (typeof WEEKDAYS)[number];
const FEW = 20; // cases: a cell's value is in italics below it
const A_MONDAY = Date.UTC(2024, 0, 1);
const DAY = 86_400_000; // ms

type Props = {
  groups: readonly Group[];
  unit: Unit;
  /** Counts are what they are, however few. */
  counts: boolean;
  caption: string;
  onOpen: (group: Group) => void;
};

/** Weekday by hour: the darker, the more. A table whose cells open what is behind them. */
export function Heat({ groups, unit, counts, caption, onOpen }: Props) {
  const cells = cellsOf(groups);
  const hours = hoursOf(groups);
  const levels = levelsOf(groups.flatMap((group) => group.value ?? []));
  const level = (value: number) => 1 + levels.filter((cut) => value >= cut).length;
  return (
    <>
      <Scrolls label={tell("heat_scroll")}>
        <table class="heat num" style={{ "--hours": hours.length }}>
          <caption class="vh">{caption}</caption>
          <thead>
            <tr>
              <td />
              {hours.map((hour) => (
                <th scope="col" key={hour}>
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {WEEKDAYS.filter((day) => hours.some((hour) => isThere(cells.get(`${day} ${hour}`)))).map(
              (day) => (
                <tr key={day}>
                  <th scope="row">{weekdayName(day, "short")}</th>
                  {hours.map((hour) => {
                    const group = cells.get(`${day} ${hour}`);
                    if (!group || group.value === null)
                      return (
                        <td key={hour} class="shut">
                          <span class="vh">{tell("gap")}</span>
                        </td>
                      );
                    return (
                      <td
                        key={hour}
                        class={`h${level(group.value)} ${!counts && group.n < FEW ? "scarce" : ""}`}
                      >
                        <button
                          type="button"
                          title={cellWords(day, hour, group, unit)}
                          aria-label={cellLabel(day, hour, group, unit)}
                          onClick={() => onOpen(group)}
                        >
                          {inCell(group.value, unit, locale.value)}
                        </button>
                      </td>
                    );
                  })}
                </tr>
              ),
            )}
          </tbody>
        </table>
      </Scrolls>
      <Legend levels={levels} unit={unit} counts={counts} />
    </>
  );
}

function Legend({ levels, unit, counts }: { levels: readonly number[]; unit: Unit; counts: boolean }) {
  return (
    <p class="key num">
      {levelWords(levels, unit).map((text, place) => (
        <span key={text}>
          <i class={`h${place + 1}`} />
          {text}
        </span>
      ))}
      {!counts && (
        <span>
          <em>12</em> {tell("n_under", { n: FEW })}
        </span>
      )}
    </p>
  );
}

function levelWords(levels: readonly number[], unit: Unit): string[] {
  const of = (value: number) => shown(value, unit, locale.value, "table");
  const [first, last] = [levels[0], levels.at(-1)];
  if (first === undefined || last === undefined) return [];
  const between = levels.slice(1).map((cut, place) => range(levels[place] ?? 0, cut, unit, locale.value));
  const top = unit === "%" && last === 100 ? of(last) : tell("and_more", { value: of(last) });
  return [tell("under", { value: of(first) }), ...between, top];
}

const isThere = (group: Group | undefined): boolean => group !== undefined && group.value !== null;

const partsOf = (group: Group): [Weekday, number] => group.key as unknown as [Weekday, number];

const cellsOf = (groups: readonly Group[]): Map<string, Group> =>
  new Map(groups.map((group) => [partsOf(group).join(" "), group]));

/** From the first hour of which there is anything to the last. */
export function hoursOf(groups: readonly Group[]): number[] {
  const hours = groups.filter((group) => group.value !== null).map((group) => partsOf(group)[1]);
  if (hours.length === 0) return [];
  const [first, last] = [Math.min(...hours), Math.max(...hours)];
  return Array.from({ length: last - first + 1 }, (_, place) => first + place);
}

export function weekdayName(day: Weekday, style: "short" | "long"): string {
  const at = A_MONDAY + WEEKDAYS.indexOf(day) * DAY;
  return new Intl.DateTimeFormat(locale.value, { weekday: style, timeZone: "UTC" }).format(at);
}

/** Begins with what is seen where that is rounded: by that name a voice opens it. */
function cellLabel(day: Weekday, hour: number, group: Group, unit: Unit): string {
  const words = cellWords(day, hour, group, unit);
  const seen = group.value === null ? "" : inCell(group.value, unit, locale.value);
  return words.includes(seen) ? words : `${seen}. ${words}`;
}

export function cellWords(day: Weekday, hour: number, group: Group, unit: Unit): string {
  const hours = `${String(hour).padStart(2, "0")}:00–${String((hour + 1) % 24).padStart(2, "0")}:00`;
  const value = group.value === null ? tell("gap") : shown(group.value, unit, locale.value);
  return `${weekdayName(day, "long")} ${hours}: ${value}, ${tell("n_is", { n: counted(group.n, locale.value) })}`;
}
