import { Main } from "../ui/main.tsx";
import { AsOfBar } from "./as_of.tsx";
import { ActiveFilters, FilterBar } from "./filter_bar.tsx";
import { useFrame } from "./frame.ts";
import type { Kpi } from "./kinds.ts";
import type { Question } from "./questions.ts";
import { Tile } from "./tile.tsx";
import { SatisfactionTree } from "./tree.tsx";
import { TwoClocks } from "./two_clocks.tsx";
import { tell } from "./words.ts";

/** The figures that answer one question, each as it is ready. */
export function QuestionPage({ question }: { question: Question }) {
  const frame = useFrame();
  const figures = frame.figuresOf(question);
  const apart = question === "fast" && !frame.isOwn;
  const rest = apart ? figures.filter((kpi) => !CLOCKS.includes(kpi.id)) : figures;
  return (
    <Main>
      <header class="bar">
        <h1 class="grow">{tell(`ask_${question}`)}</h1>
        <FilterBar />
      </header>
      <div class="wrap report">
        <AsOfBar />
        <ActiveFilters />
        {apart && <TwoClocks figures={figures} />}
        <Tiles figures={rest} />
        {question === "happy" && !frame.isOwn && <SatisfactionTree />}
      </div>
    </Main>
  );
}

export const CLOCKS = ["frt", "frt_butler", "handover_gap"];

export const Tiles = ({ figures }: { figures: readonly Kpi[] }) => (
  <div class="tiles">
    {figures.map((kpi) => (
      <Tile key={kpi.id} kpi={kpi} />
    ))}
  </div>
);
