import { useWidth } from "../reports/charts/measured.ts";
import { scaleOf } from "../reports/charts/scale.ts";
import { counted } from "../reports/formats.ts";
import { locale } from "../words.ts";
import type { Cell } from "./kinds.ts";
import { cellWords } from "./week_card.tsx";
import { tell } from "./words.ts";

type Scale = {
  x: (place: number) => number;
  y: (value: number) => number;
  step: number;
  ticks: readonly number[];
};

const HEIGHT = 176; // px
const TOP = 10;
const BOTTOM = 26;
const START = 36;

function scaleFor(cells: readonly Cell[], most: number, width: number): Scale {
  const scale = scaleOf(0, most, "count");
  const step = (width - START - 8) / Math.max(1, cells.length);
  const height = HEIGHT - TOP - BOTTOM;
  return {
    step,
    ticks: scale.ticks.filter((tick) => Number.isInteger(tick)),
    x: (place) => START + place * step,
    y: (value) => TOP + height * (1 - value / (scale.high || 1)),
  };
}

/** Who is expected, with the 95 % interval, and who came. */
export function Arrivals({ cells }: { cells: readonly Cell[] }) {
  const [element, width] = useWidth<HTMLDivElement>(640);
  const plot = scaleFor(
    cells,
    Math.max(1, ...cells.map((cell) => Math.max(cell.high95 ?? 0, cell.came ?? 0))),
    width,
  );
  const known = cells.filter((cell) => cell.mean !== null);
  const most = known.reduce<Cell | null>(
    (top, cell) => ((cell.mean ?? 0) > (top?.mean ?? -1) ? cell : top),
    null,
  );
  return (
    <figure class="day-plot">
      <figcaption>
        {tell("plot_arrivals")} <PlotKey parts={["band95", "mean", "came"]} />
      </figcaption>
      <div ref={element} class="plot-area">
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={
            most
              ? tell("arrivals_says", { time: most.time, n: Math.round(most.mean ?? 0) })
              : tell("says_unknown")
          }
        >
          <Grid cells={cells} plot={plot} width={width} />
          {cells.map((cell, place) => (
            <g key={cell.time}>
              <title>{cellWords(cell)}</title>
              {cell.low95 !== null && cell.high95 !== null && (
                <rect
                  class="band95"
                  x={plot.x(place) + 1}
                  width={Math.max(1, plot.step - 2)}
                  y={plot.y(cell.high95)}
                  height={Math.max(0, plot.y(cell.low95) - plot.y(cell.high95))}
                />
              )}
              {cell.mean !== null && (
                <path
                  class="mean"
                  d={`M${plot.x(place) + 1} ${plot.y(cell.mean)}h${Math.max(1, plot.step - 2)}`}
                />
              )}
              {cell.came !== null && (
                <circle class="came" cx={plot.x(place) + plot.step / 2} cy={plot.y(cell.came)} r="3.5" />
              )}
            </g>
          ))}
        </svg>
      </div>
    </figure>
  );
}

/** People on the roster, and those who are missing up to what is needed. */
export function People({ cells }: { cells: readonly Cell[] }) {
  const [element, width] = useWidth<HTMLDivElement>(640);
  const plot = scaleFor(
    cells,
    Math.max(1, ...cells.map((cell) => Math.max(cell.needed ?? 0, cell.rostered))),
    width,
  );
  const short = cells.filter((cell) => cell.gap !== null && cell.gap < 0).length;
  return (
    <figure class="day-plot">
      <figcaption>
        {tell("plot_people")} <PlotKey parts={["rostered", "needed", "missing"]} />
      </figcaption>
      <div ref={element} class="plot-area">
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={tell("people_says", { n: short, all: cells.length })}
        >
          <Grid cells={cells} plot={plot} width={width} />
          {cells.map((cell, place) => (
            <g key={cell.time}>
              <title>{cellWords(cell)}</title>
              <rect
                class="rostered"
                x={plot.x(place) + 1}
                width={Math.max(1, plot.step - 2)}
                y={plot.y(cell.rostered)}
                height={plot.y(0) - plot.y(cell.rostered)}
              />
              {cell.needed !== null && cell.needed > cell.rostered && (
                <rect
                  class="missing"
                  x={plot.x(place) + 1}
                  width={Math.max(1, plot.step - 2)}
                  y={plot.y(cell.needed)}
                  height={plot.y(cell.rostered) - plot.y(cell.needed)}
                />
              )}
              {cell.needed !== null && (
                <path class="needed" d={`M${plot.x(place)} ${plot.y(cell.needed)}h${plot.step}`} />
              )}
            </g>
          ))}
        </svg>
      </div>
    </figure>
  );
}

function PlotKey({
  parts,
}: {
  parts: readonly ("band95" | "mean" | "came" | "rostered" | "needed" | "missing")[];
}) {
  return (
    <span class="key">
      {parts.map((part) => (
        <span key={part}>
          <i class={`swatch ${part}`} />
          {tell(`key_${part}`)}
        </span>
      ))}
    </span>
  );
}

function Grid({ cells, plot, width }: { cells: readonly Cell[]; plot: Scale; width: number }) {
  const every = Math.max(1, Math.ceil(52 / (plot.step * 2))) * 2;
  return (
    <>
      {plot.ticks.map((tick) => (
        <g key={tick}>
          <path class={tick === 0 ? "axis" : "grid"} d={`M${START} ${plot.y(tick)}H${width - 8}`} />
          <text x={START - 6} y={plot.y(tick) + 4} text-anchor="end">
            {counted(tick, locale.value)}
          </text>
        </g>
      ))}
      {cells.map(
        (cell, place) =>
          place % every === 0 && (
            <text key={cell.time} x={plot.x(place)} y={HEIGHT - 8}>
              {cell.time}
            </text>
          ),
      )}
    </>
  );
}
