import { go } from "../../here.ts";
import { locale } from "../../words.ts";
import { pointsOf } from "../charts/buckets.ts";
import { Series } from "../charts/series.tsx";
import { Waiting } from "../figure/waiting.tsx";
import { useFigure } from "../figures.ts";
import { type Filters, SPLITS, type Split } from "../filters.ts";
import { range, shown } from "../formats.ts";
import { type Frame, useFrame } from "../frame.ts";
import type { Figure, Group, KeyPart, Kpi } from "../kinds.ts";
import { isButlers, isCount, nameOf } from "../registry.ts";
import { Tile as FigureTile } from "../tile.tsx";
import { tell as say_ } from "../words.ts";
import type { Dashboard, Tile } from "./kinds.ts";
import { tell } from "./words.ts";

/** A tile of a dashboard, live: the figure alone, its course, or a table. */
export function LiveTile({ tile, period }: { tile: Tile; period: Dashboard["period"] }) {
  const frame = useFrame();
  const kpi = frame.ground.kpis.get(tile.kpi);
  if (!kpi)
    return (
      <article class="card fig tile">
        <h2>{tile.kpi}</h2>
        <p>{say_("no_such_figure")}</p>
      </article>
    );
  const filters = filtersOf(frame, tile, period);
  const option = tile.options.join(",") || null;
  if (tile.chart === "figure") return <Alone tile={tile} kpi={kpi} filters={filters} option={option} />;
  return <Wide tile={tile} kpi={kpi} filters={filters} option={option} />;
}

type Props = { tile: Tile; kpi: Kpi; filters: Filters; option: string | null };

/** What the tile is filtered by stands under it, so that two of the same figure differ. */
function Alone({ tile, kpi, filters, option }: Props) {
  const words = onlyWords(useFrame(), tile);
  return (
    <div class="dash-one">
      <FigureTile kpi={kpi} filters={filters} option={option} />
      {words && <p class="dash-only">{words}</p>}
    </div>
  );
}

function Wide({ tile, kpi, filters, option }: Props) {
  const frame = useFrame();
  const [answer, again] = useFigure(frame.ask(kpi, { by: tile.by, option }, filters));
  const words = onlyWords(frame, tile);
  return (
    <article class="card block dash-wide" data-kpi={kpi.id}>
      <header>
        <h2>
          <a href={frame.at(["figure", kpi.id], filters, { option })}>{nameOf(kpi)}</a>
        </h2>
        {words && <p class="grow">{words}</p>}
      </header>
      {answer.state !== "ready" ? (
        <Waiting answer={answer} onRetry={again} />
      ) : tile.chart === "series" ? (
        <Course kpi={kpi} figure={answer.value} filters={filters} option={option} />
      ) : (
        <Groups kpi={kpi} figure={answer.value} by={tile.by} />
      )}
    </article>
  );
}

function Course(props: { kpi: Kpi; figure: Figure; filters: Filters; option: string | null }) {
  const { kpi, figure } = props;
  const frame = useFrame();
  const value = figure.value === null ? "–" : shown(figure.value, figure.unit, locale.value);
  return (
    <Series
      points={pointsOf(figure.groups, locale.value)}
      unit={figure.unit}
      target={figure.target}
      bars={isCount(kpi)}
      butler={isButlers(kpi)}
      sentence={`${nameOf(kpi)}: ${value}`}
      onOpen={() => go(frame.at(["figure", kpi.id], props.filters, { option: props.option }))}
    />
  );
}

const MOST_ROWS = 100;

function Groups({ kpi, figure, by }: { kpi: Kpi; figure: Figure; by: readonly string[] }) {
  const frame = useFrame();
  const groups = figure.groups.filter((group) => group.value !== null || group.n > 0);
  if (groups.length === 0) return <p class="soft">{say_("no_case")}</p>;
  return (
    <section class="scrolls tall" tabIndex={0} aria-label={nameOf(kpi)}>
      <table class="tbl num dash-table">
        <caption class="vh">{nameOf(kpi)}</caption>
        <thead>
          <tr>
            {by.map((part) => (
              <th scope="col" key={part}>
                {partName(part)}
              </th>
            ))}
            <th scope="col" class="r">
              {say_("value")}
            </th>
            {!isCount(kpi) && (
              <>
                <th scope="col" class="r">
                  95 %
                </th>
                <th scope="col" class="r">
                  n
                </th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {groups.slice(0, MOST_ROWS).map((group) => (
            <Row key={String(group.key)} group={group} figure={figure} by={by} kpi={kpi} frame={frame} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

type RowProps = { group: Group; figure: Figure; by: readonly string[]; kpi: Kpi; frame: Frame };

function Row({ group, figure, by, kpi, frame }: RowProps) {
  const keys = (Array.isArray(group.key) ? group.key : [group.key]) as KeyPart[];
  const { unit } = figure;
  return (
    <tr>
      {by.map((part, place) => (
        <td key={part}>
          <bdi>{keyWords(frame, part, keys[place] ?? null)}</bdi>
        </td>
      ))}
      <td class="r">
        <b>{group.value === null ? "–" : shown(group.value, unit, locale.value)}</b>
      </td>
      {!isCount(kpi) && (
        <>
          <td class="r faint">{group.ci ? range(...group.ci, unit, locale.value) : ""}</td>
          <td class="r faint">{group.n}</td>
        </>
      )}
    </tr>
  );
}

const isSplit = (part: string): part is Split => (SPLITS as readonly string[]).includes(part);

/** What a table can be split by, as its head says it. */
export function partName(part: string): string {
  if (isSplit(part)) return say_(`by_${part}`);
  const buckets = { day: "each_day", week: "each_week", month: "each_month" } as const;
  if (part in buckets) return say_(buckets[part as keyof typeof buckets]);
  return part === "weekday" || part === "hour" ? say_("by_hour") : part;
}

function keyWords(frame: Frame, part: string, key: KeyPart): string {
  if (isSplit(part)) return key === null ? say_(`no_${part}`) : frame.named(part, String(key));
  return key === null ? "–" : String(key);
}

function onlyWords(frame: Frame, tile: Tile): string {
  const only = SPLITS.filter((split) => tile.filters[split]).map((split) =>
    frame.named(split, tile.filters[split] ?? ""),
  );
  if (tile.clock === "business") only.push(say_("clock_business"));
  return only.length > 0 ? `${tell("tile_filters")} ${only.join(", ")}` : "";
}

export function filtersOf(frame: Frame, tile: Tile, period: Dashboard["period"]): Filters {
  const splits = Object.fromEntries(SPLITS.map((split) => [split, tile.filters[split] ?? null]));
  const own = { ...frame.asked, ...splits, clock: tile.clock, period } as Filters;
  // An agent who looks at what others share sees his own figures, or those of a team of his.
  return frame.isOwn && !own.team && !own.agent ? { ...own, agent: frame.asked.agent } : own;
}
