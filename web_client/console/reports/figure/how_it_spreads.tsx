import { locale } from "../../words.ts";
import { ChartCard } from "../charts/card.tsx";
import { type Bin, Spread } from "../charts/spread.tsx";
import { exportsOf } from "../exports.ts";
import { useFigure } from "../figures.ts";
import { counted, shown } from "../formats.ts";
import { useFrame } from "../frame.ts";
import type { Figure } from "../kinds.ts";
import { nameOf } from "../registry.ts";
import { known, tell } from "../words.ts";
import { headlineOf } from "./headline.ts";
import type { Part } from "./page.tsx";

// Of first responses the server counts hours, and within the first one what a live chat is judged by.
const FINEST = ["0-20s", "20-60s", "1-5min", "5-60min", "1-4h", "4-8h", "8-24h", "24h+"];
const ENDS: Record<string, number> = {
  "0-20s": 20,
  "20-60s": 60,
  "1-5min": 300,
  "5-60min": 3600,
  "1-4h": 14_400,
};

/** How the values spread, with the percentiles: only where the server counts them so. */
export function HowItSpreads({ kpi, option, onOpen }: Part) {
  const frame = useFrame();
  const [answer] = useFigure(frame.ask(kpi, { before: true, option }));
  if (answer.state !== "ready" || !answer.value.distribution || answer.value.n === 0) return null;
  const figure = answer.value;
  const bins = binsOf(figure).map((bin) => ({
    ...bin,
    open: () =>
      onOpen({
        kpi,
        title: `${nameOf(kpi)}, ${tell("how_it_spreads")}: ${bin.name}`,
        parameters: frame.parameters(kpi, { option }),
        bin: bin.id,
        asOf: figure.as_of,
        stats: { value: null, n: bin.n },
      }),
  }));
  if (bins.length < 2) return null;
  return (
    <ChartCard
      title={tell("how_it_spreads")}
      headline={headlineOf(frame, kpi, tell("how_it_spreads"))}
      text={tell("share_of_cases")}
      file={`${kpi.id}-spread`}
      exports={exportsOf(kpi, frame.parameters(kpi, { option }))}
    >
      <Spread bins={bins} caption={`${nameOf(kpi)}: ${tell("how_it_spreads")}`} line={lineOf(figure, bins)} />
    </ChartCard>
  );
}

function binsOf(figure: Figure): (Bin & { id: string })[] {
  const spread = figure.distribution ?? {};
  const names = FINEST.every((name) => name in spread) ? FINEST : Object.keys(spread);
  const last = names.findLastIndex((name) => (spread[name] ?? 0) > 0);
  // Scores above the greatest that was given belong to other scales.
  return names.slice(0, figure.unit === "s" ? names.length : last + 1).map((name) => ({
    id: name,
    name: known(`bin_${name}`) ?? name,
    n: spread[name] ?? 0,
    beyond: isBeyond(name, figure),
  }));
}

const isBeyond = (name: string, { unit, target }: Figure): boolean =>
  unit === "s" && target != null && (ENDS[name] ?? Number.POSITIVE_INFINITY) > target;

/** Only where the target lies on an edge can its share be told. */
function lineOf(figure: Figure, bins: readonly Bin[]): string | null {
  if (figure.target == null || !Object.values(ENDS).includes(figure.target)) return null;
  const within = bins.filter((bin) => !bin.beyond).reduce((sum, bin) => sum + bin.n, 0);
  const all = bins.reduce((sum, bin) => sum + bin.n, 0);
  return tell("within_target", {
    target: shown(figure.target, figure.unit, locale.value, "target"),
    share: shown((100 * within) / all, "%", locale.value),
    n: counted(within, locale.value),
  });
}
