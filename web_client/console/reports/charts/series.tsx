import { useState } from "preact/hooks";
import { locale } from "../../words.ts";
import { counted, decimalsOf, range, shown } from "../formats.ts";
import type { Unit } from "../kinds.ts";
import { tell } from "../words.ts";
import { bucketLabel, named, type Point, runsOf } from "./buckets.ts";
import { useWidth } from "./measured.ts";
import { endOf, type Scale, scaleOf } from "./scale.ts";

type Props = {
  points: readonly Point[];
  unit: Unit;
  target?: number | null;
  /** Counts are bars, all else is a line. */
  bars?: boolean;
  butler?: boolean;
  /** What readers hear of the whole. */
  sentence: string;
  onOpen: (place: number) => void;
};

const HEIGHT = 216; // px
const TOP = 12;
const LEGEND = 18; // px above what is drawn
const WIDE = 560; // px: from here on the target is named beside its line
const BOTTOM = 28;
const LETTER = 8; // px at most

type Plot = {
  scale: Scale;
  x: (place: number) => number;
  y: (value: number) => number;
  step: number;
  /** px that there are for everything. */
  width: number;
  /** px above the highest value. */
  top: number;
};

/** A figure over time with its 95 % band. Arrows and pointer read a point, Enter and click open what is behind it. */
export function Series({ points, unit, target, bars, butler, sentence, onOpen }: Props) {
  const [element, width] = useWidth<HTMLDivElement>(640);
  const [at, setAt] = useState<number | null>(null);
  const [start, end] = [48, target != null && width > WIDE ? 92 : 10];
  const plot = plotOf(points, unit, target ?? null, [start, width - end], width);
  const point = at === null ? null : points[at];
  const nearest = (event: { clientX: number; currentTarget: Element }) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    const place = Math.floor((event.clientX - left - start) / plot.step);
    return Math.max(0, Math.min(points.length - 1, place));
  };
  return (
    <div class={`series ${butler ? "butler" : ""}`}>
      <p class="vh">{sentence}</p>
      <div
        ref={element}
        class="plot-area num"
        role="slider"
        tabIndex={0}
        aria-label={tell("read_points")}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, points.length - 1)}
        aria-valuenow={at ?? 0}
        aria-valuetext={point ? pointWords(point, unit) : sentence}
        onPointerMove={(event) => setAt(nearest(event))}
        onPointerLeave={() => setAt(null)}
        onBlur={() => setAt(null)}
        onClick={(event) => onOpen(nearest(event))}
        onKeyDown={(event) => {
          const to = keyed(event.key, at, points.length);
          if (to !== null) setAt(to);
          else if (event.key === "Enter" && at !== null) onOpen(at);
          else return;
          event.preventDefault();
        }}
      >
        <svg width={width} height={HEIGHT} aria-hidden="true">
          <Grid plot={plot} unit={unit} start={start} end={width - end} />
          {bars ? <Bars points={points} plot={plot} /> : <Lines points={points} plot={plot} unit={unit} />}
          {target != null && <Goal plot={plot} target={target} unit={unit} start={start} end={width - end} />}
          <Names points={points} plot={plot} room={Math.floor((width - start - end) / 76)} />
          {at !== null && <path class="cursor" d={`M${plot.x(at)} ${plot.top}V${HEIGHT - BOTTOM}`} />}
        </svg>
        {point && at !== null && (
          <p
            class={`readout unpainted ${plot.x(at) > width / 2 ? "before" : ""}`}
            style={{ "--x": `${plot.x(at)}px` }}
          >
            {pointWords(point, unit)}
          </p>
        )}
      </div>
    </div>
  );
}

/** "Tue 10 Nov: 81 s, 95 %: 72–95 s, n 41". */
export function pointWords(point: Point, unit: Unit): string {
  if (point.value === null) return `${point.label}: ${tell("gap")}`;
  const parts = [`${point.label}: ${shown(point.value, unit, locale.value)}`];
  if (point.low !== null && point.high !== null)
    parts.push(tell("interval_95", { range: range(point.low, point.high, unit, locale.value) }));
  parts.push(tell("n_is", { n: counted(point.n, locale.value) }));
  return parts.join(", ");
}

function keyed(key: string, at: number | null, length: number): number | null {
  const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 7, PageDown: -7 }[key];
  if (step !== undefined) return Math.max(0, Math.min(length - 1, (at ?? (step > 0 ? -1 : length)) + step));
  if (key === "Home") return 0;
  return key === "End" ? length - 1 : null;
}

function plotOf(
  points: readonly Point[],
  unit: Unit,
  target: number | null,
  [start, end]: readonly [number, number],
  width: number,
): Plot {
  const numbers = (list: readonly (number | null)[]) => list.filter((one): one is number => one !== null);
  const values = numbers([...points.map((point) => point.value), target]);
  const highs = numbers(points.map((point) => point.high));
  const most = unit === "%" && values.every((value) => value <= 100) ? 100 : endOf(values, highs) * 1.05;
  const scale = scaleOf(Math.min(0, ...values), most, unit);
  const step = (end - start) / Math.max(1, points.length);
  const top = target !== null && width <= WIDE ? TOP + LEGEND : TOP;
  const height = HEIGHT - top - BOTTOM;
  return {
    scale,
    step,
    width,
    top,
    x: (place) => start + (place + 0.5) * step,
    // What is beyond the scale ends with it.
    y: (value) =>
      top + height * (1 - (Math.min(value, scale.high) - scale.low) / (scale.high - scale.low || 1)),
  };
}

function Grid({ plot, unit, start, end }: { plot: Plot; unit: Unit; start: number; end: number }) {
  return (
    <>
      {plot.scale.ticks.map((tick) => (
        <path key={tick} class={tick === 0 ? "axis" : "grid"} d={`M${start} ${plot.y(tick)}H${end}`} />
      ))}
      {plot.scale.ticks.map((tick) => (
        <text key={tick} x={start - 8} y={plot.y(tick) + 4} text-anchor="end">
          {shownTick(tick, unit, plot.scale.ticks)}
        </text>
      ))}
    </>
  );
}

/** A time of nothing has no unit to speak of; numbers have the decimals of the finest. */
function shownTick(tick: number, unit: Unit, ticks: readonly number[]): string {
  if (tick === 0 && unit === "s") return "0";
  if (unit === "count" || unit === "mean" || unit === "score")
    return counted(tick, locale.value, decimalsOf(ticks, 2));
  return shown(tick, unit, locale.value, "table");
}

type GoalProps = { plot: Plot; target: number; unit: Unit; start: number; end: number };

/** The target's line, named at its end; where that would lie on the data, above them as in a legend. */
function Goal({ plot, target, unit, start, end }: GoalProps) {
  const words = tell("target_is", { target: shown(target, unit, locale.value, "target") });
  const y = plot.y(target);
  const isWide = plot.width > WIDE;
  return (
    <>
      <path class="goal" d={`M${start} ${y}H${end}`} />
      {!isWide && <path class="goal" d={`M${start} ${TOP - 4}h20`} />}
      <text class="goal-name" x={isWide ? end + 8 : start + 26} y={isWide ? y + 4 : TOP}>
        {words}
      </text>
    </>
  );
}

function Names({ points, plot, room }: { points: readonly Point[]; plot: Plot; room: number }) {
  return (
    <>
      {named(points, room).map((place) => (
        <text key={place} x={plot.x(place)} y={HEIGHT - BOTTOM + 18} text-anchor="middle">
          {bucketLabel(points[place]?.key ?? "", locale.value)}
        </text>
      ))}
    </>
  );
}

function Lines({ points, plot, unit }: { points: readonly Point[]; plot: Plot; unit: Unit }) {
  const runs = runsOf(points);
  const to = (place: number, value: number | null | undefined) =>
    `${plot.x(place).toFixed(1)} ${plot.y(value ?? 0).toFixed(1)}`;
  const places = ({ first, last }: { first: number; last: number }) =>
    Array.from({ length: last - first + 1 }, (_, place) => first + place);
  const line = runs.map(
    (run) =>
      `M${places(run)
        .map((place) => to(place, points[place]?.value))
        .join("L")}`,
  );
  return (
    <>
      {bandsOf(points).map((run) => {
        const up = places(run).map((place) => to(place, points[place]?.high));
        const back = places(run).map((place) => to(place, points[place]?.low));
        return run.first === run.last ? (
          <path key={run.first} class="whisker" d={`M${up[0]}L${back[0]}`} />
        ) : (
          <path key={run.first} class="band" d={`M${[...up, ...back.reverse()].join("L")}Z`} />
        );
      })}
      <path class="ln" d={line.join("")} />
      {points.map((point, place) =>
        point.value !== null && point.value > plot.scale.high ? (
          <Beyond
            key={point.key}
            x={plot.x(place)}
            width={plot.width}
            top={plot.top}
            text={shown(point.value, unit, locale.value, "table")}
          />
        ) : null,
      )}
      {plot.step >= 6 &&
        points.map((point, place) =>
          point.value === null || point.value > plot.scale.high ? null : (
            <circle key={point.key} class="spot" cx={plot.x(place)} cy={plot.y(point.value)} r="3" />
          ),
        )}
    </>
  );
}

/** A value above the scale: an arrow at its end, and the value itself. */
function Beyond({ x, width, top, text }: { x: number; width: number; top: number; text: string }) {
  const before = x + 7 + text.length * LETTER > width;
  return (
    <>
      <path class="beyond" d={`M${x - 4} ${top + 3}L${x} ${top - 4}L${x + 4} ${top + 3}Z`} />
      <text class="beyond-name" x={before ? x - 7 : x + 7} y={top + 2} text-anchor={before ? "end" : "start"}>
        {text}
      </text>
    </>
  );
}

/** Runs of points that have an interval too: few cases have none. */
function bandsOf(points: readonly Point[]): { first: number; last: number }[] {
  return runsOf(points.map((point) => (point.low === null ? { ...point, value: null } : point)));
}

function Bars({ points, plot }: { points: readonly Point[]; plot: Plot }) {
  const wide = Math.max(1, Math.min(28, plot.step * 0.7));
  return (
    <>
      {points.map((point, place) =>
        point.value ? (
          <rect
            key={point.key}
            class="column"
            x={plot.x(place) - wide / 2}
            y={Math.min(plot.y(point.value), plot.y(0))}
            width={wide}
            height={Math.abs(plot.y(0) - plot.y(point.value))}
          />
        ) : null,
      )}
    </>
  );
}
