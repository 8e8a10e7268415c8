import type { Kpi } from "./kinds.ts";
import { Tile } from "./tile.tsx";
import { tell } from "./words.ts";

/** First response of the butler and of people, and what lies between: side by side, never on one axis. */
export function TwoClocks({ figures }: { figures: readonly Kpi[] }) {
  const of = (id: string) => figures.find((kpi) => kpi.id === id);
  const [people, butler, gap] = [of("frt"), of("frt_butler"), of("handover_gap")];
  return (
    <section class="two-clocks" aria-label={tell("two_clocks")}>
      {people && <Tile kpi={people} />}
      {butler && <Tile kpi={butler} />}
      {gap && <Tile kpi={gap} />}
    </section>
  );
}
