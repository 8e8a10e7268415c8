import { locale } from "../../words.ts";
import { ChartCard } from "../charts/card.tsx";
import { cellWords, Heat } from "../charts/heat.tsx";
import { exportsOf } from "../exports.ts";
import { useFigure } from "../figures.ts";
import { shown } from "../formats.ts";
import { useFrame } from "../frame.ts";
import type { Figure, Group } from "../kinds.ts";
import { isCount, nameOf } from "../registry.ts";
import { averageOf } from "../value.tsx";
import { tell } from "../words.ts";
import { headlineOf } from "./headline.ts";
import type { Part } from "./page.tsx";
import { Waiting } from "./waiting.tsx";

const BY = ["weekday", "hour"];

/** When it is slow, or much: weekday by hour of the report's zone. */
export function ByHour({ kpi, option, onOpen }: Part) {
  const frame = useFrame();
  const more = { by: BY, option };
  const [answer, again] = useFigure(frame.ask(kpi, more));
  const title = tell("by_hour");
  if (answer.state !== "ready")
    return (
      <section class="card block" aria-label={title}>
        <h2>{title}</h2>
        <Waiting answer={answer} onRetry={again} />
      </section>
    );
  const { groups, unit } = answer.value;
  const parameters = frame.parameters(kpi, more);
  const kind = averageOf(answer.value, unit);
  const open = (group: Group) => {
    const [day, hour] = group.key as ["mon", number];
    onOpen({
      kpi,
      title: `${nameOf(kpi)}, ${cellWords(day, hour, group, unit)}`,
      parameters,
      group: [day, hour],
      asOf: answer.value.as_of,
      stats: group,
    });
  };
  return (
    <ChartCard
      title={title}
      headline={headlineOf(frame, kpi, title)}
      text={[kind && tell(kind), tell("local_hour")].filter(Boolean).join(", ")}
      file={`${kpi.id}-weekday-hour`}
      exports={exportsOf(kpi, parameters)}
    >
      {groups.some((group) => group.value !== null) ? (
        <Heat
          groups={groups}
          unit={unit}
          counts={isCount(kpi)}
          caption={captionOf(answer.value, nameOf(kpi))}
          onOpen={open}
        />
      ) : (
        <p class="soft">{tell("no_case")}</p>
      )}
    </ChartCard>
  );
}

const captionOf = (figure: Figure, name: string): string =>
  `${name}, ${tell("by_hour")}: ${figure.value === null ? "–" : shown(figure.value, figure.unit, locale.value)}`;
