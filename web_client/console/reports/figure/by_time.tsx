import { locale } from "../../words.ts";
import { pointsOf } from "../charts/buckets.ts";
import { ChartCard } from "../charts/card.tsx";
import { PointsTable } from "../charts/points_table.tsx";
import { Series } from "../charts/series.tsx";
import { type Bucket, bucketFor } from "../dates.ts";
import { exportsOf } from "../exports.ts";
import { useFigure } from "../figures.ts";
import { daysShown, splitsBy } from "../filters.ts";
import { shown } from "../formats.ts";
import { useFrame } from "../frame.ts";
import type { Figure } from "../kinds.ts";
import { isButlers, isCount, nameOf } from "../registry.ts";
import { averageOf } from "../value.tsx";
import { tell } from "../words.ts";
import { headlineOf } from "./headline.ts";
import { titleOf } from "./hero.tsx";
import type { Part } from "./page.tsx";
import { Waiting } from "./waiting.tsx";

/** The figure by day, week or month. */
export function ByTime({ kpi, option, onOpen }: Part) {
  const frame = useFrame();
  const wanted = bucketFor(daysShown(frame.filters, frame.today));
  const bucket = splitsBy(kpi, wanted) ? wanted : null;
  if (bucket === null) return null;
  return <By kpi={kpi} option={option} onOpen={onOpen} bucket={bucket} />;
}

function By({ kpi, option, onOpen, bucket }: Part & { bucket: Bucket }) {
  const frame = useFrame();
  const more = { by: [bucket], option };
  const [answer, again] = useFigure(frame.ask(kpi, more));
  const title = tell(`each_${bucket}`);
  if (answer.state !== "ready")
    return (
      <section class="card block" aria-label={title}>
        <h2>{title}</h2>
        <Waiting answer={answer} onRetry={again} />
      </section>
    );
  const { groups, unit, target } = answer.value;
  const points = pointsOf(groups, locale.value);
  const parameters = frame.parameters(kpi, more);
  const open = (place: number) => {
    const group = groups[place];
    if (!group || (group.n === 0 && !group.pending && Object.keys(group.excluded ?? {}).length === 0)) return;
    onOpen({
      kpi,
      title: `${titleOf(kpi, group, unit)}, ${points[place]?.label}`,
      parameters,
      group: [group.key as string],
      asOf: answer.value.as_of,
      stats: group,
    });
  };
  const kind = averageOf(answer.value, unit);
  const hasBand = points.some((point) => point.low !== null);
  const text = [kind && tell(kind), hasBand && tell("band")].filter(Boolean).join("; ");
  return (
    <ChartCard
      title={title}
      headline={headlineOf(frame, kpi, title)}
      text={text}
      file={`${kpi.id}-${bucket}`}
      exports={exportsOf(kpi, parameters)}
      table={<PointsTable points={points} unit={unit} caption={`${nameOf(kpi)}, ${title}`} onOpen={open} />}
    >
      {points.every((point) => point.value === null) ? (
        <p class="soft">{tell("no_case")}</p>
      ) : (
        <Series
          points={points}
          unit={unit}
          target={target}
          bars={isCount(kpi)}
          butler={isButlers(kpi)}
          sentence={sentenceOf(answer.value, nameOf(kpi), title)}
          onOpen={open}
        />
      )}
    </ChartCard>
  );
}

/** "First response by day: between 31 s and 83 s, 8 of 28 without a case." */
function sentenceOf(figure: Figure, name: string, title: string): string {
  const values = figure.groups.flatMap((group) => group.value ?? []);
  if (values.length === 0) return `${name}, ${title}: ${tell("no_case")}`;
  const of = (value: number) => shown(value, figure.unit, locale.value);
  return tell("series_sentence", {
    name: `${name}, ${title}`,
    least: of(Math.min(...values)),
    most: of(Math.max(...values)),
    gaps: figure.groups.length - values.length,
    all: figure.groups.length,
  });
}
