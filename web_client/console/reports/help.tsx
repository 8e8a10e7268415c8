import { Icon } from "../../shared/icon.tsx";
import { check, why } from "../../shared/icons.ts";
import { settingsPath } from "../routes.ts";
import { Main } from "../ui/main.tsx";
import { locale } from "../words.ts";
import { againstAll } from "./against.ts";
import { AsOfBar } from "./as_of.tsx";
import { Against } from "./figure/compared.tsx";
import { Waiting } from "./figure/waiting.tsx";
import { useFigure } from "./figures.ts";
import { ActiveFilters, FilterBar } from "./filter_bar.tsx";
import { counted, range, shown } from "./formats.ts";
import { useFrame } from "./frame.ts";
import { Interval } from "./interval.tsx";
import type { Figure, Group, Kpi } from "./kinds.ts";
import { HELP } from "./questions.ts";
import { nameOf } from "./registry.ts";
import { tell } from "./words.ts";

const ENOUGH = 30; // cases

type By = "agent" | "team";

/** Who stands out to his disadvantage, and how sure that is: agents where the desk may see them, else teams. */
export function HelpPage() {
  const { ground } = useFrame();
  const by: By = ground.ofAgents ? "agent" : "team";
  const kpis = HELP[by].flatMap((id) => ground.kpis.get(id) ?? []);
  return (
    <Main>
      <header class="bar">
        <h1 class="grow">{tell("ask_help")}</h1>
        <FilterBar />
      </header>
      <div class="wrap report">
        <AsOfBar />
        <ActiveFilters />
        {by === "team" && (
          <p class="note-bar">
            <span>
              {tell("agents_not_shown")} <a href={settingsPath("server")}>{tell("to_the_setting")}</a>
            </span>
          </p>
        )}
        <p class="soft help-rule">{tell("help_rule")}</p>
        {kpis.map((kpi) => (
          <StandsOut key={kpi.id} kpi={kpi} by={by} />
        ))}
      </div>
    </Main>
  );
}

function StandsOut({ kpi, by }: { kpi: Kpi; by: By }) {
  const frame = useFrame();
  const [answer, again] = useFigure(frame.ask(kpi, { by: [by] }));
  const href = frame.at(["figure", kpi.id], {}, { split: by });
  return (
    <section class="card block stands-out">
      <header>
        <h2>
          <a href={href}>{nameOf(kpi)}</a>
        </h2>
        {answer.state === "ready" && answer.value.value !== null && (
          <p class="num">
            {tell("all_are", { value: shown(answer.value.value, answer.value.unit, locale.value) })}
          </p>
        )}
      </header>
      {answer.state === "ready" ? (
        <Found kpi={kpi} figure={answer.value} by={by} />
      ) : (
        <Waiting answer={answer} onRetry={again} height={48} />
      )}
    </section>
  );
}

function Found({ kpi, figure, by }: { kpi: Kpi; figure: Figure; by: By }) {
  const frame = useFrame();
  const sure = figure.groups.filter(
    (group) => group.key !== null && againstAll(group, figure.value, kpi.better),
  );
  const worse = sure
    .filter((group) => againstAll(group, figure.value, kpi.better)?.tone === "bad")
    .sort((a, b) => distance(b, figure) - distance(a, figure));
  if (figure.value === null) return <p class="soft">{tell("no_case")}</p>;
  if (worse.length === 0)
    return (
      <p class="row soft">
        <Icon d={sure.length > 0 ? check : why} small />
        {sure.length > 0
          ? tell("nobody_stands_out", { n: sure.length })
          : tell(figure.groups.some((group) => group.n >= ENOUGH) ? "no_interval_judged" : "nobody_to_judge")}
      </p>
    );
  return (
    <table class="tbl who num">
      <caption class="vh">{nameOf(kpi)}</caption>
      <thead class="vh">
        <tr>
          <th scope="col">{tell(`by_${by}`)}</th>
          <th scope="col">{tell("value")}</th>
          <th scope="col">95 %</th>
          <th scope="col">{tell("interval")}</th>
          <th scope="col">n</th>
          <th scope="col">{tell("beside_all")}</th>
        </tr>
      </thead>
      <tbody>
        {worse.map((group) => (
          <tr key={String(group.key)}>
            <th scope="row">
              <a href={frame.at(["figure", kpi.id], { [by]: String(group.key) })}>
                <bdi>{frame.named(by, String(group.key))}</bdi>
              </a>
            </th>
            <td class="r">
              <b>{shown(group.value ?? 0, figure.unit, locale.value)}</b>
            </td>
            <td class="r faint only-desk">{group.ci && range(...group.ci, figure.unit, locale.value)}</td>
            <td class="plot">
              <Interval stats={group} unit={figure.unit} all={figure.value} scale={scaleOfAll(figure)} thin />
            </td>
            <td class="r faint only-desk">{tell("n_is", { n: counted(group.n, locale.value) })}</td>
            <td>
              <Against group={group} figure={figure} kpi={kpi} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const distance = (group: Group, figure: Figure): number =>
  Math.abs(((group.value ?? 0) - (figure.value ?? 0)) / (figure.value || 1));

function scaleOfAll(figure: Figure): { low: number; high: number } {
  if (figure.unit === "%") return { low: 0, high: 100 };
  const highs = figure.groups.flatMap((group) => (group.n >= ENOUGH ? (group.ci?.[1] ?? []) : []));
  return { low: 0, high: Math.max(1, ...highs) * 1.1 };
}
