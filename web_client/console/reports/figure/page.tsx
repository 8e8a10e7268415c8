import { useState } from "preact/hooks";
import { reportsPath } from "../../routes.ts";
import { Main } from "../../ui/main.tsx";
import { AsOfBar } from "../as_of.tsx";
import { Behind, type Opened } from "../behind.tsx";
import { ActiveFilters, FilterBar } from "../filter_bar.tsx";
import { optionsOf, splitsBy, unheeded } from "../filters.ts";
import { useFrame } from "../frame.ts";
import type { Kpi } from "../kinds.ts";
import { nameOf } from "../registry.ts";
import { tell } from "../words.ts";
import { ByHour } from "./by_hour.tsx";
import { ByTime } from "./by_time.tsx";
import { Compared } from "./compared.tsx";
import { Hero } from "./hero.tsx";
import { HowItSpreads } from "./how_it_spreads.tsx";

/** One figure: itself first, then its proof, then how it moves, spreads and differs. */
export function FigurePage({ id }: { id: string }) {
  const frame = useFrame();
  const kpi = frame.ground.kpis.get(id);
  if (!kpi)
    return (
      <Main>
        <header class="bar">
          <h1>{tell("no_such_figure")}</h1>
        </header>
        <p class="wrap">
          <a class="btn" href={reportsPath(["all"])}>
            {tell("all_figures")}
          </a>
        </p>
      </Main>
    );
  return <Known kpi={kpi} />;
}

/** What the parts of the page share. */
export type Part = { kpi: Kpi; option: string | null; onOpen: (opened: Opened) => void };

function Known({ kpi }: { kpi: Kpi }) {
  const frame = useFrame();
  const [opened, setOpened] = useState<Opened | null>(null);
  const wanted = optionsOf(frame.query.get("option"));
  const option = wanted.filter((one) => Object.hasOwn(kpi.options, one)).join(",") || null;
  const part: Part = { kpi, option, onOpen: setOpened };
  const deaf = unheeded(kpi, frame.asked);
  return (
    <Main>
      <header class="bar">
        <h1 class="grow">{nameOf(kpi)}</h1>
        <FilterBar />
      </header>
      <div class="wrap report">
        <AsOfBar />
        <ActiveFilters />
        {deaf.length > 0 && !frame.isOwn && (
          <p class="note-bar">
            {tell("not_heeded", { filters: deaf.map((split) => tell(`by_${split}`)).join(", ") })}
          </p>
        )}
        {frame.isOwn && kpi.by_agent === null ? (
          <p class="note-bar">{tell("of_nobody_alone")}</p>
        ) : (
          <Parts {...part} />
        )}
      </div>
      {opened && <Behind opened={opened} onClose={() => setOpened(null)} />}
    </Main>
  );
}

function Parts(part: Part) {
  const { kpi } = part;
  return (
    <>
      <Hero {...part} />
      <ByTime {...part} />
      <div class="grid2">
        <HowItSpreads {...part} />
        {splitsBy(kpi, "weekday") && splitsBy(kpi, "hour") && <ByHour {...part} />}
      </div>
      <Compared {...part} />
    </>
  );
}
