import { locale } from "../words.ts";
import { endOf, placeOn, scaleOf } from "./charts/scale.ts";
import { isFew, range, shown } from "./formats.ts";
import type { Stats, Unit } from "./kinds.ts";
import { tell } from "./words.ts";

type Props = {
  stats: Stats;
  unit: Unit;
  target?: number | null;
  /** The figure of all, beside which this one stands. */
  all?: number | null;
  /** The scale that others share; its own when left out. */
  scale?: { low: number; high: number };
  thin?: boolean;
  butler?: boolean;
};

/** The figure as a dot, its 95 % interval as a bar, the target as a stroke: on a scale from zero. */
export function Interval({ stats, unit, target, all, scale, thin, butler }: Props) {
  if (stats.value === null || !stats.ci) return null;
  const [low, high] = stats.ci;
  const on = scale ?? ownScale(stats, unit, target);
  const at: Record<string, number> = {
    "--v": placeOn(on, stats.value),
    "--lo": placeOn(on, low),
    "--hi": placeOn(on, high),
  };
  if (target != null) at["--t"] = placeOn(on, target);
  if (all != null) at["--all"] = placeOn(on, all);
  const names = ["ival", thin && "thin", butler && "butler", isFew(stats) && "few"].filter(Boolean).join(" ");
  return (
    <div class={names} role="img" aria-label={intervalWords(stats, unit, target)} style={at}>
      {all != null && <u />}
      <i />
      {target != null && <s />}
      <b />
      {target != null && !thin && (
        <span>{tell("target_is", { target: shown(target, unit, locale.value, "target") })}</span>
      )}
    </div>
  );
}

export function intervalWords(stats: Stats, unit: Unit, target?: number | null): string {
  if (stats.value === null) return "–";
  const parts = [shown(stats.value, unit, locale.value)];
  if (stats.ci) parts.push(tell("interval_95", { range: range(...stats.ci, unit, locale.value) }));
  if (target != null) parts.push(tell("target_is", { target: shown(target, unit, locale.value, "target") }));
  if (isFew(stats)) parts.push(tell("few"));
  return parts.join(", ");
}

export function ownScale(stats: Stats, unit: Unit, target?: number | null): { low: number; high: number } {
  if (unit === "%") return { low: 0, high: 100 };
  const values = [stats.value ?? 0, target ?? 0];
  const [low, high] = stats.ci ?? [0, 0];
  return scaleOf(
    Math.min(low, ...values),
    endOf(
      values.map((one) => one * 1.2),
      [high],
    ),
    unit,
  );
}
