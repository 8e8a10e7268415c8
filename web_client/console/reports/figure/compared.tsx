import { Avatar } from "../../../shared/avatar.tsx";
import { Icon } from "../../../shared/icon.tsx";
import { alert, check } from "../../../shared/icons.ts";
import { go } from "../../here.ts";
import { supervises } from "../../session/session.ts";
import { Choice } from "../../ui/choice.tsx";
import { Scrolls } from "../../ui/scrolls.tsx";
import { locale } from "../../words.ts";
import { againstAll } from "../against.ts";
import { ChartCard } from "../charts/card.tsx";
import { endOf, type Scale, scaleOf } from "../charts/scale.ts";
import { Spark } from "../charts/spark.tsx";
import { type Bucket, bucketFor, bucketsOf } from "../dates.ts";
import { exportsOf } from "../exports.ts";
import { useFigure } from "../figures.ts";
import { daysShown, isOfAnInstant, SPLITS, type Split, splitsBy } from "../filters.ts";
import { counted, isFew, range, shown } from "../formats.ts";
import type { Frame } from "../frame.ts";
import { useFrame } from "../frame.ts";
import { Interval } from "../interval.tsx";
import type { Figure, Group, Kpi } from "../kinds.ts";
import { isCount, nameOf } from "../registry.ts";
import { tell } from "../words.ts";
import { headlineOf } from "./headline.ts";
import { titleOf } from "./hero.tsx";
import type { Part } from "./page.tsx";
import { Waiting } from "./waiting.tsx";

const ORDER: readonly Split[] = ["agent", "team", "site", "channel", "language", "tag"];

/** The figure of each agent, team, … beside that of all, with intervals: who overlaps does not differ. */
export function Compared({ kpi, option, onOpen }: Part) {
  const frame = useFrame();
  const splits = splitsOf(kpi, frame);
  const wanted = frame.query.get("split");
  const split = splits.find((one) => one === wanted) ?? splits[0];
  if (!split) return null;
  return <By key={split} kpi={kpi} option={option} onOpen={onOpen} split={split} splits={splits} />;
}

function splitsOf(kpi: Kpi, frame: Frame): Split[] {
  const possible = ORDER.filter((split) => SPLITS.includes(split) && !frame.asked[split]);
  return possible.filter((split) => {
    if (!splitsBy(kpi, split)) return false;
    if (split === "agent") return supervises.value && frame.ground.ofAgents;
    return split !== "site" || frame.ground.sites.length > 1;
  });
}

type ByProps = Part & { split: Split; splits: readonly Split[] };

function By({ kpi, option, onOpen, split, splits }: ByProps) {
  const frame = useFrame();
  const more = { by: [split], option };
  const [answer, again] = useFigure(frame.ask(kpi, more));
  const title = tell(`each_${split}`);
  const choice = splits.length > 1 && (
    <Choice
      label={tell("compared_by")}
      value={split}
      options={splits.map((one) => ({ value: one, label: tell(`by_${one}`) }))}
      onChoose={(one) => go(frame.changed({}, { split: one }))}
    />
  );
  if (answer.state !== "ready")
    return (
      <section class="card block" aria-label={title}>
        <h2>{title}</h2>
        {choice}
        <Waiting answer={answer} onRetry={again} />
      </section>
    );
  const parameters = frame.parameters(kpi, more);
  return (
    <ChartCard
      title={title}
      headline={headlineOf(frame, kpi, title)}
      text={isCount(kpi) ? "" : tell("who_overlaps")}
      file={`${kpi.id}-${split}`}
      exports={exportsOf(kpi, parameters)}
      controls={choice && <div class="compare-by">{choice}</div>}
    >
      {answer.value.groups.length === 0 ? (
        <p class="soft">{tell("no_case")}</p>
      ) : (
        <GroupTable
          kpi={kpi}
          option={option}
          figure={answer.value}
          split={split}
          onOpen={(group, name) =>
            onOpen({
              kpi,
              title: `${titleOf(kpi, group, answer.value.unit)}, ${name}`,
              parameters,
              group: [group.key as string | null],
              asOf: answer.value.as_of,
              stats: group,
            })
          }
        />
      )}
    </ChartCard>
  );
}

type TableProps = {
  kpi: Kpi;
  option: string | null;
  figure: Figure;
  split: Split;
  onOpen: (group: Group, name: string) => void;
};

function GroupTable({ kpi, option, figure, split, onOpen }: TableProps) {
  const groups = inOrder(figure, kpi);
  const scale = scaleFor(figure);
  const sparks = useSparks(kpi, option, split);
  const judged = !isCount(kpi);
  const plots = judged && groups.some((group) => group.ci);
  const percentiles = groups.some((group) => group.p90 != null);
  return (
    <Scrolls label={`${nameOf(kpi)}, ${tell(`each_${split}`)}`}>
      <table class="tbl who num">
        <caption class="vh">
          {nameOf(kpi)}, {tell(`each_${split}`)}
        </caption>
        <thead>
          <tr>
            <th scope="col">{tell(`by_${split}`)}</th>
            <th scope="col" class="r">
              {judged ? "n" : tell("value")}
            </th>
            <th scope="col" class="r">
              {tell(judged ? "value" : "share")}
            </th>
            {plots && (
              <>
                <th scope="col" class="r only-desk">
                  95 %
                </th>
                <th scope="col" class="plot">
                  <span class="vh">{tell("interval")}</span>
                  <ScaleKey figure={figure} scale={scale} />
                </th>
              </>
            )}
            {percentiles && (
              <th scope="col" class="r only-desk">
                p90
              </th>
            )}
            {sparks && (
              <th scope="col" class="course">
                {tell("course")}
              </th>
            )}
            {judged && <th scope="col">{tell("beside_all")}</th>}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <OneGroup
              key={String(group.key)}
              group={group}
              figure={figure}
              kpi={kpi}
              split={split}
              scale={scale}
              plots={plots}
              percentiles={percentiles}
              sparks={sparks}
              onOpen={onOpen}
            />
          ))}
        </tbody>
      </table>
    </Scrolls>
  );
}

type GroupProps = {
  group: Group;
  figure: Figure;
  kpi: Kpi;
  split: Split;
  scale: Scale;
  plots: boolean;
  percentiles: boolean;
  sparks: Sparks | null;
  onOpen: (group: Group, name: string) => void;
};

function OneGroup(props: GroupProps) {
  const { group, figure, kpi, split, scale, plots, percentiles, sparks, onOpen } = props;
  const frame = useFrame();
  const id = group.key as string | null;
  const name = id === null ? tell(`no_${split}`) : frame.named(split, id);
  const { unit } = figure;
  const judged = !isCount(kpi);
  const value = group.value === null ? "–" : shown(group.value, unit, locale.value);
  return (
    <tr>
      <th scope="row">
        <span class="row">
          {split === "agent" && id !== null && <Avatar kind="person" name={name} small />}
          {group.rank != null && figure.groups.length > 1 && <span class="faint">{group.rank}.</span>}
          {id === null ? (
            <span class="faint">{name}</span>
          ) : (
            <a href={frame.at(["figure", kpi.id], { [split]: id }, { option: frame.query.get("option") })}>
              <bdi>{name}</bdi>
            </a>
          )}
        </span>
      </th>
      <td class="r">
        {group.n > 0 ? (
          <button type="button" class="as-link" onClick={() => onOpen(group, name)}>
            {counted(group.n, locale.value)}
            <span class="vh">
              {" "}
              {tell("open_rows")}: {name}
            </span>
          </button>
        ) : (
          "0"
        )}
      </td>
      <td class="r">{judged ? <b>{value}</b> : shareOf(group, figure)}</td>
      {plots && (
        <>
          <td class="r faint only-desk">{group.ci ? range(...group.ci, unit, locale.value) : ""}</td>
          <td class="plot">
            <Interval
              stats={group}
              unit={unit}
              target={figure.target}
              all={figure.value}
              scale={scale}
              thin
            />
          </td>
        </>
      )}
      {percentiles && (
        <td class="r only-desk">{group.p90 == null ? "–" : shown(group.p90, unit, locale.value)}</td>
      )}
      {sparks && (
        <td class="course">
          <Spark
            groups={sparks.of(group)}
            low={sparks.low}
            high={sparks.high}
            label={tell("course_of", { name })}
          />
        </td>
      )}
      {judged && (
        <td>
          <Against group={group} figure={figure} kpi={kpi} />
        </td>
      )}
    </tr>
  );
}

const shareOf = (group: Group, figure: Figure): string =>
  figure.n ? shown((100 * group.n) / figure.n, "%", locale.value, "table") : "–";

/** Better, worse, no difference to be seen, or too few to say. */
export function Against({ group, figure, kpi }: { group: Group; figure: Figure; kpi: Kpi }) {
  if (group.value === null) return null;
  const against = againstAll(group, figure.value, kpi.better);
  if (against === null)
    return <span class="tag">{tell(isFew(group) ? "too_few_to_rank" : "no_interval")}</span>;
  if (against.side === "same") return <span class="faint">{tell("no_difference")}</span>;
  return (
    <span class={`tag ${against.tone}`}>
      {against.tone && <Icon d={against.tone === "bad" ? alert : check} small />}
      {tell(`${against.side}_than_all`)}
    </span>
  );
}

function ScaleKey({ figure, scale }: { figure: Figure; scale: Scale }) {
  const of = (value: number) => shown(value, figure.unit, locale.value, "table");
  return (
    <span class="scale-key" aria-hidden="true">
      <span>{figure.unit === "s" && scale.low === 0 ? "0" : of(scale.low)}</span>
      <span>{of(scale.high)}</span>
    </span>
  );
}

/** The best first; whoever has no value, and nobody's, at the end. */
function inOrder({ groups }: Figure, kpi: Kpi): Group[] {
  const sign = kpi.better === "lower" ? 1 : -1;
  const weight = (group: Group) => (group.key === null ? 2 : group.value === null ? 1 : 0);
  return groups
    .filter((group) => group.n > 0 || group.pending)
    .sort((a, b) => weight(a) - weight(b) || sign * ((a.value ?? 0) - (b.value ?? 0)));
}

/** One for all rows, so that they can be compared. */
function scaleFor(figure: Figure): Scale {
  if (figure.unit === "%") return { low: 0, high: 100, ticks: [] };
  const sure = figure.groups.filter((group) => !isFew(group));
  const values = [
    ...(sure.length ? sure : figure.groups).flatMap((group) => group.value ?? []),
    figure.target ?? 0,
  ];
  const lows = figure.groups.flatMap((group) => group.ci?.[0] ?? []);
  const highs = figure.groups.flatMap((group) => group.ci?.[1] ?? []);
  return scaleOf(
    Math.min(0, ...lows),
    endOf(
      values.map((value) => value * 1.1),
      highs,
    ),
    figure.unit,
  );
}

const MOST_SPARKS = 31;

type Sparks = { of: (group: Group) => readonly Group[]; low: number; high: number };

/** Each group's own series on one scale, for small multiples; buckets without a case are gaps. Null: it has none,
 * or it is not there yet. */
function useSparks(kpi: Kpi, option: string | null, split: Split): Sparks | null {
  const frame = useFrame();
  const days = daysShown(frame.filters, frame.today);
  const bucket: Bucket = bucketFor(days, MOST_SPARKS);
  const wanted = !isOfAnInstant(kpi) && days.from !== days.to;
  const [answer] = useFigure(wanted ? frame.ask(kpi, { by: [split, bucket], option }) : null);
  if (answer.state !== "ready") return null;
  const names = bucketsOf(days, bucket);
  const found = new Map(answer.value.groups.map((group) => [String(group.key), group]));
  const values = answer.value.groups.flatMap((group) => group.value ?? []);
  return {
    of: (group) =>
      names.map((name) => ({ n: 0, value: null, ...found.get(String([group.key, name])), key: name })),
    low: Math.min(0, ...values),
    high: answer.value.unit === "%" ? 100 : endOf(values, []),
  };
}
