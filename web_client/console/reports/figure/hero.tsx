import { Icon } from "../../../shared/icon.tsx";
import { list } from "../../../shared/icons.ts";
import { locale } from "../../words.ts";
import { useFigure } from "../figures.ts";
import { counted, isFew, leftOut, shown } from "../formats.ts";
import { useFrame } from "../frame.ts";
import { Interval } from "../interval.tsx";
import type { Figure, Kpi, Stats, Unit } from "../kinds.ts";
import { isButlers, nameOf } from "../registry.ts";
import { beforeWords, Cases, emptyWords, Value } from "../value.tsx";
import { Judged, VerdictTag } from "../verdict.tsx";
import { known, tell } from "../words.ts";
import { companionsOf } from "./companions.ts";
import { Definition } from "./definition.tsx";
import type { Part } from "./page.tsx";
import { Waiting } from "./waiting.tsx";

/** The figure, how sure it is, and what it counts. */
export function Hero({ kpi, option, onOpen }: Part) {
  const frame = useFrame();
  const more = { before: true, option };
  const [answer, again] = useFigure(frame.ask(kpi, more));
  if (answer.state !== "ready")
    return (
      <section class="card block" aria-label={tell("the_figure")}>
        <Waiting answer={answer} onRetry={again} height={240} />
      </section>
    );
  const figure = answer.value;
  const open = (reason: string | null) =>
    onOpen({
      kpi,
      title: titleOf(kpi, figure, figure.unit),
      parameters: frame.parameters(kpi, { option }),
      asOf: figure.as_of,
      stats: figure,
      reason,
    });
  const firstReason = Object.keys(figure.excluded ?? {})[0] ?? null;
  const out = leftOut(figure);
  const before = beforeWords(figure);
  return (
    <section class={`card hero ${isButlers(kpi) ? "butlers" : ""}`} aria-label={tell("the_figure")}>
      <div>
        <p class="v num">
          <Value stats={figure} unit={figure.unit} />
        </p>
        {figure.value === null ? (
          <p class="soft hero-n">{emptyWords(figure)}</p>
        ) : (
          <>
            <p class="row soft num hero-n">
              {/* n and interval are of the whole, the verdict may be of a part: so they come first. */}
              <Cases kpi={kpi} stats={figure} />
              {before && <span>{before}</span>}
              {isFew(figure) && figure.ci && <span class="tag">{tell("few")}</span>}
              <VerdictTag figure={figure} />
              <Judged figure={figure} />
            </p>
            <Interval stats={figure} unit={figure.unit} target={figure.target} butler={isButlers(kpi)} />
          </>
        )}
        <Also figure={figure} kpi={kpi} />
        <Companions figure={figure} />
        <p class="row hero-ways">
          {figure.n > 0 && (
            <button type="button" class="btn primary num" onClick={() => open(null)}>
              <Icon d={list} small />
              {tell("show_cases", { n: figure.n })}
            </button>
          )}
          {out > 0 && (
            <button type="button" class="btn num" onClick={() => open(firstReason)}>
              {tell("show_left_out", { n: out })}
            </button>
          )}
        </p>
      </div>
      <Definition kpi={kpi} figure={figure} option={option} onReason={open} />
    </section>
  );
}

export const titleOf = (kpi: Kpi, stats: Stats, unit: Unit): string =>
  `${nameOf(kpi)}: ${stats.value === null ? "–" : shown(stats.value, unit, locale.value)}`;

/** What stands beside the figure: other averages, the other clock, live and offline apart, the butler apart. */
function Also({ figure, kpi }: { figure: Figure; kpi: Kpi }) {
  const of = (value: number | null | undefined) =>
    value == null ? null : shown(value, figure.unit, locale.value);
  const frame = useFrame();
  const isTime = figure.unit === "s";
  const also: [string, string | null][] = [
    [tell("mean"), isTime && figure.mean !== figure.value ? of(figure.mean) : null],
    [
      tell("mean"),
      figure.unit === "%" && figure.mean != null ? shown(figure.mean, "score", locale.value) : null,
    ],
    [tell("p90"), isTime ? of(figure.p90) : null],
    [tell("p95"), isTime ? of(figure.p95) : null],
    [tell("longest"), isTime ? of(figure.max) : null],
    [tell("clock_business"), figure.clock === "wall" ? of(figure.business) : null],
    [tell("clock_wall"), figure.clock === "business" ? of(figure.wall) : null],
    ...partsOf(figure, (channel) => frame.named("channel", channel)).map(
      ([name, stats]): [string, string | null] => [
        `${name} (${tell("n_is", { n: counted(stats.n, locale.value) })})`,
        of(stats.value),
      ],
    ),
  ];
  const shownOnes = also.filter(([, value]) => value !== null);
  if (figure.value === null || (shownOnes.length === 0 && kpi.id !== "frt")) return null;
  return (
    <dl class="also num">
      {shownOnes.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {kpi.id === "frt" && <ButlerApart />}
    </dl>
  );
}

/** Live and offline, then each channel; of one alone the figure itself tells. */
function partsOf(figure: Figure, channelName: (channel: string) => string): [string, Stats][] {
  const sorted = (parts: Record<string, Stats> = {}) =>
    Object.entries(parts).sort(([a], [b]) => a.localeCompare(b));
  const channels = sorted(figure.channels);
  return [
    ...sorted(figure.segments).map(([name, stats]): [string, Stats] => [
      known(`segment_${name}`) ?? name,
      stats,
    ]),
    ...(channels.length > 1 ? channels : []).map(([name, stats]): [string, Stats] => [
      channelName(name),
      stats,
    ]),
  ];
}

/** The counts that it is made of, and what else belongs to it. */
function Companions({ figure }: { figure: Figure }) {
  const frame = useFrame();
  const ranking = (figure.ranking ?? []).map(([channel, share]): [string, string] => [
    frame.named("channel", channel),
    shown(share, "%", locale.value),
  ]);
  const all = [...companionsOf(figure), ...ranking];
  if (all.length === 0) return null;
  return (
    <dl class="companions num">
      {all.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Never mixed with people's, but never hidden either. */
function ButlerApart() {
  const frame = useFrame();
  const butler = frame.ground.kpis.get("frt_butler");
  const asked = { ...frame.asked, agent: null };
  const [answer] = useFigure(
    butler && !frame.asked.agent ? frame.ask(butler, { before: true }, asked) : null,
  );
  if (!butler || answer.state !== "ready" || answer.value.value === null) return null;
  return (
    <div class="butlers">
      <dt>
        <a href={frame.at(["figure", "frt_butler"])}>{tell("butler_apart")}</a>
      </dt>
      <dd>{shown(answer.value.value, "s", locale.value)}</dd>
    </div>
  );
}
