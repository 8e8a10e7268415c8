import { locale, say } from "../words.ts";
import type { Today } from "./feed.ts";
import { type Figure, isFew, placed, withUnit } from "./figures.ts";

/** In this order; the butler's first response stands apart from people's. */
const PEOPLE = ["frt", "art", "aht", "resolution_time", "interactions", "csat", "volume", "backlog"] as const;
const BUTLER = ["frt_butler"] as const;
type Name = (typeof PEOPLE)[number] | (typeof BUTLER)[number];

/** Counts have no interval: each case is there. */
const COUNTS = new Set<string>(["volume", "backlog"]);

/** Today's figures with n and interval; an empty one says why. */
export function TodayTable({ today }: { today: Today }) {
  const missing = today.state === "coming" ? say("figure_coming") : say("figure_missing");
  return (
    <section class="card block" aria-labelledby="h-t">
      <header>
        <h2 id="h-t">{say("today")}</h2>
        <p>{say("today_reading")}</p>
      </header>
      <table class="tbl goals">
        <thead class="vh">
          <tr>
            <th scope="col">{say("figure")}</th>
            <th scope="col">{say("value")}</th>
            <th scope="col">{say("cases")}</th>
            <th scope="col">{say("interval")}</th>
          </tr>
        </thead>
        <tbody>
          {PEOPLE.map((name) => (
            <Row key={name} name={name} figure={today.figures[name]} missing={missing} />
          ))}
        </tbody>
        <tbody class="apart">
          {BUTLER.map((name) => (
            <Row key={name} name={name} figure={today.figures[name]} missing={missing} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

type RowProps = { name: Name; figure: Figure | undefined; missing: string };

function Row({ name, figure, missing }: RowProps) {
  const empty = !figure || figure.value === null;
  return (
    <tr data-kpi={name}>
      <th scope="row">
        {say(`kpi_${name}`)}
        <small>{figure === undefined ? missing : empty ? reason(name, figure) : meaning(name, figure)}</small>
      </th>
      <td class="big num">{empty ? "–" : withUnit(figure.value ?? 0, figure.unit, locale.value)}</td>
      <td class="num faint cases">
        {figure && !COUNTS.has(name) ? say("n_cases", { count: figure.n }) : ""}
      </td>
      <td class="plot">{figure && <Interval figure={figure} butler={name === "frt_butler"} />}</td>
    </tr>
  );
}

/** What it is, and the mean beside a median. */
function meaning(name: Name, figure: Figure): string {
  const means = say(`kpi_${name}_means`);
  if (figure.unit !== "s" || figure.mean === null || figure.mean === undefined) return means;
  return `${means}; ${say("mean_beside", { mean: withUnit(figure.mean, "s", locale.value) })}`;
}

/** Why there is nothing to show. */
function reason(name: Name, figure: Figure): string {
  const pending = figure.pending ?? 0;
  const why = say(`kpi_${name}_empty`);
  return pending > 0 ? `${why} ${say("still_pending", { n: pending })}` : why;
}

function Interval({ figure, butler }: { figure: Figure; butler: boolean }) {
  const place = placed(figure);
  if (!place || !figure.ci || figure.value === null) return null;
  const shown = (value: number) => withUnit(value, figure.unit, locale.value);
  const few = isFew(figure);
  const [low, high] = figure.ci.map(shown);
  const words = low === high ? `95 %: ${low}` : say("interval_of", { low: low ?? "", high: high ?? "" });
  const at = { "--v": place.value, "--lo": place.low, "--hi": place.high };
  return (
    <div
      class={`ival ${butler ? "butler" : ""} ${few ? "few" : ""}`}
      role="img"
      aria-label={`${shown(figure.value)}, ${words}${few ? `, ${say("few_cases")}` : ""}`}
      style={at as Record<string, string | number>}
    >
      <i />
      <b />
      <span class="under">{few ? `${words}, ${say("few_cases")}` : words}</span>
    </div>
  );
}
