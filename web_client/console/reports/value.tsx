import { locale } from "../words.ts";
import { counted, isFew, leftOut, range, shown } from "./formats.ts";
import type { Figure, Kpi, Stats, Unit } from "./kinds.ts";
import { isCount } from "./registry.ts";
import { tell } from "./words.ts";

/** "42 s median"; few shares as the count itself: "4 of 5". Nothing to show is a dash, never a zero. */
export function Value({ stats, unit }: { stats: Stats; unit: Unit }) {
  if (stats.value === null) return <>–</>;
  const { part } = stats;
  if (unit === "%" && isFew(stats) && part !== undefined)
    return (
      <>
        {tell("part_of", { part, n: stats.n })}{" "}
        <small>{shown(stats.value, unit, locale.value, "table")}</small>
      </>
    );
  const kind = averageOf(stats, unit);
  const what = kind ? tell(kind) : stats.preferred;
  return (
    <>
      {shown(stats.value, unit, locale.value)} {what && <small>{what}</small>}
    </>
  );
}

/** Durations are a median or a mean: which one, the answer itself shows. */
export function averageOf(stats: Stats, unit: Unit): "median" | "mean" | null {
  if (unit !== "s" || stats.value === null) return null;
  if (stats.p50 != null && stats.value === stats.p50 && stats.p90 !== undefined) return "median";
  if (stats.mean != null && stats.value === stats.mean) return "mean";
  return stats.p50 != null && stats.value === stats.p50 ? "median" : null;
}

/** "n 1,185, 95 %: 39–45 s". */
export function Cases({ kpi, stats }: { kpi: Pick<Kpi, "id">; stats: Stats & { unit: Unit } }) {
  if (isCount(kpi)) return null;
  const parts = [tell("n_is", { n: counted(stats.n, locale.value) })];
  if (stats.ci) parts.push(tell("interval_95", { range: range(...stats.ci, stats.unit, locale.value) }));
  return <span>{parts.join(", ")}</span>;
}

/** "before: 47 s". */
export function beforeWords(figure: Figure): string | null {
  const before = figure.before;
  if (!before) return null;
  const value = before.value === null ? "–" : shown(before.value, figure.unit, locale.value);
  return tell("before_is", { value });
}

/** Why there is nothing to show: who waits, and how many were left out. */
export function emptyWords(stats: Stats): string {
  const parts: string[] = [stats.reason ? tell("no_source") : tell("no_case")];
  if (stats.pending) parts.push(tell("still_pending", { n: stats.pending }));
  const out = leftOut(stats);
  if (out) parts.push(tell("n_left_out", { n: out }));
  return parts.join(" ");
}
