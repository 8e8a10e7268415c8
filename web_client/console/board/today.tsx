import { Icon } from "../../shared/icon.tsx";
import { alert, check, why } from "../../shared/icons.ts";
import { locale, say } from "../words.ts";
import type { Today, Usual } from "./feed.ts";
import { type Figure, isCount, isFew, ofDays, placed, unitOf, withUnit } from "./figures.ts";

/** In this order; the butler's first response stands apart from people's. */
const PEOPLE = [
  "frt",
  "art",
  "service_level",
  "sla_attainment",
  "abandonment",
  "wait_kept",
  "aht",
  "resolution_time",
  "interactions",
  "csat",
  "volume",
  "backlog",
  "backlog_overdue",
] as const;
const BUTLER = ["frt_butler"] as const;
type Name = (typeof PEOPLE)[number] | (typeof BUTLER)[number];

/** Today's figures with n and interval; an empty one says why. */
export function TodayTable({ today }: { today: Today }) {
  const coming = today.state === "coming";
  const told = coming ? say("figures_coming") : today.state === "missing" ? say("figures_missing") : "";
  const rows = (names: readonly Name[]) =>
    names.map((name) => (
      <Row
        key={name}
        name={name}
        state={today.state}
        figure={today.figures[name]}
        usual={today.usual[name]}
      />
    ));
  return (
    <section class="card block" aria-labelledby="h-t">
      <header>
        <h2 id="h-t">{say("today_against")}</h2>
        {today.state === "there" && <p>{say("today_marks")}</p>}
        {/* Said once for all rows, and not within what is busy: there it might not be read out. */}
        <p role="status">{told}</p>
      </header>
      <table class="tbl goals" aria-busy={coming}>
        <thead class="vh">
          <tr>
            <th scope="col">{say("figure")}</th>
            <th scope="col">{say("value")}</th>
            <th scope="col">{say("cases")}</th>
            <th scope="col">{say("interval")}</th>
            <th scope="col">{say("verdict")}</th>
          </tr>
        </thead>
        <tbody>{rows(PEOPLE)}</tbody>
        <tbody class="apart">{rows(BUTLER)}</tbody>
      </table>
    </section>
  );
}

type RowProps = {
  name: Name;
  state: Today["state"];
  figure: Figure | undefined;
  usual: Usual | undefined;
};

function Row({ name, state, figure, usual }: RowProps) {
  if (state === "coming") return <Coming name={name} />;
  const empty = !figure || figure.value === null;
  // Where all of them are missing, the card says so.
  const missing = state === "there" ? say("figure_missing") : say(`kpi_${name}_means`);
  return (
    <tr data-kpi={name}>
      <th scope="row">
        {say(`kpi_${name}`)}
        <small>{figure === undefined ? missing : empty ? reason(name, figure) : meaning(name, figure)}</small>
        {figure && <Usually usual={usual} unit={figure.unit} />}
      </th>
      <td class="big num">
        {empty ? "–" : withUnit(figure?.value ?? 0, figure ? unitOf(name, figure) : "count", locale.value)}
      </td>
      <td class="num faint cases">{figure && !isCount(name) ? say("n_cases", { count: figure.n }) : ""}</td>
      <td class="plot">{figure && <Interval figure={figure} butler={name === "frt_butler"} />}</td>
      <td class="verdict">{figure && <VerdictTag figure={figure} />}</td>
    </tr>
  );
}

/** In the shape of the row that it will be. */
function Coming({ name }: { name: Name }) {
  return (
    <tr data-kpi={name}>
      <th scope="row">
        {say(`kpi_${name}`)}
        <small class="skel line" />
      </th>
      <td class="big">
        <span class="skel" />
      </td>
      <td class="cases" />
      <td class="plot">
        <span class="skel" />
      </td>
      <td class="verdict" />
    </tr>
  );
}

/** What it is by this time on such a day; nothing where it has not been counted yet. */
function Usually({ usual, unit }: { usual: Usual | undefined; unit: Figure["unit"] }) {
  if (!usual || usual.value === null) return null;
  const value = withUnit(usual.value, ofDays(unit), locale.value);
  return <small class="usual num">{say("usually", { value, n: usual.days })}</small>;
}

const LOOKS = {
  met: { tone: "good", icon: check },
  missed: { tone: "bad", icon: alert },
  too_close: { tone: "warn", icon: why },
} as const;

/** Against the target, in one of three words. */
export function VerdictTag({ figure }: { figure: Figure }) {
  if (!figure.verdict || figure.target == null) return null;
  const { tone, icon } = LOOKS[figure.verdict];
  return (
    <span class={`tag ${tone}`}>
      <Icon d={icon} small />
      {say(`board_${figure.verdict}`)}
    </span>
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
  // Of promises several may wait in one conversation.
  return pending > 0 && name !== "sla_attainment" ? `${why} ${say("still_pending", { n: pending })}` : why;
}

function Interval({ figure, butler }: { figure: Figure; butler: boolean }) {
  const place = placed(figure);
  if (!place || !figure.ci || figure.value === null) return null;
  const shown = (value: number) => withUnit(value, figure.unit, locale.value);
  const few = isFew(figure);
  const [low, high] = figure.ci.map(shown);
  const words = low === high ? `95 %: ${low}` : say("interval_of", { low: low ?? "", high: high ?? "" });
  const at = { "--v": place.value, "--lo": place.low, "--hi": place.high, "--t": place.target ?? 0 };
  const target = figure.target == null ? null : say("target_of", { target: shown(figure.target) });
  return (
    <div
      class={`ival ${butler ? "butler" : ""} ${few ? "few" : ""}`}
      role="img"
      aria-label={[shown(figure.value), words, target, few && say("few_cases")].filter(Boolean).join(", ")}
      style={at as Record<string, string | number>}
    >
      <i />
      <b />
      {target && <s class="aim" title={target} />}
      <span class="under">{[target ?? words, few && say("few_cases")].filter(Boolean).join(", ")}</span>
    </div>
  );
}
