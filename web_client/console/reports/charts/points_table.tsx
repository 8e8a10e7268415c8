import { locale } from "../../words.ts";
import { counted, range, shown } from "../formats.ts";
import type { Unit } from "../kinds.ts";
import { tell } from "../words.ts";
import type { Point } from "./buckets.ts";

type Props = { points: readonly Point[]; unit: Unit; caption: string; onOpen: (place: number) => void };

/** A series in rows, each with what is behind it. */
export function PointsTable({ points, unit, caption, onOpen }: Props) {
  return (
    <section class="scrolls tall" tabIndex={0} aria-label={caption}>
      <table class="tbl num">
        <caption class="vh">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{tell("when")}</th>
            <th scope="col" class="r">
              {tell("value")}
            </th>
            <th scope="col" class="r">
              95 %
            </th>
            <th scope="col" class="r">
              n
            </th>
          </tr>
        </thead>
        <tbody>
          {points.map((point, place) => (
            <tr key={point.key}>
              <th scope="row">{point.label}</th>
              <td class="r">{point.value === null ? "–" : shown(point.value, unit, locale.value)}</td>
              <td class="r faint">
                {point.low !== null && point.high !== null
                  ? range(point.low, point.high, unit, locale.value)
                  : ""}
              </td>
              <td class="r">
                {point.n > 0 ? (
                  <button type="button" class="as-link" onClick={() => onOpen(place)}>
                    {counted(point.n, locale.value)}
                    <span class="vh"> {tell("open_rows")}</span>
                  </button>
                ) : (
                  "0"
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
