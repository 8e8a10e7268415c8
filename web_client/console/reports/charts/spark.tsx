import type { Group } from "../kinds.ts";
import { type Point, pointsOf, runsOf } from "./buckets.ts";

const [WIDTH, HEIGHT] = [112, 24]; // px

/** A small series among others on one scale: its shape, read in words beside it. */
export function Spark({
  groups,
  low,
  high,
  label,
}: {
  groups: readonly Group[];
  low: number;
  high: number;
  label: string;
}) {
  const points = pointsOf(groups, "en");
  const x = (place: number) => 3 + (place * (WIDTH - 6)) / Math.max(1, points.length - 1);
  const y = (value: number) =>
    HEIGHT - 3 - ((HEIGHT - 6) * (Math.min(value, high) - low)) / (high - low || 1);
  const at = (point: Point | undefined, place: number) =>
    `${x(place).toFixed(1)} ${y(point?.value ?? 0).toFixed(1)}`;
  const line = runsOf(points).map(({ first, last }) => {
    const run = Array.from({ length: last - first + 1 }, (_, step) => at(points[first + step], first + step));
    return `M${run.join("L")}${run.length === 1 ? "h0" : ""}`;
  });
  return (
    <svg class="spark" width={WIDTH} height={HEIGHT} role="img" aria-label={label}>
      <path class="axis" d={`M0 ${y(Math.max(low, 0))}H${WIDTH}`} />
      <path class="ln" d={line.join("")} />
    </svg>
  );
}
