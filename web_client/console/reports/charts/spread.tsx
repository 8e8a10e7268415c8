import { Fragment } from "preact";
import { locale } from "../../words.ts";
import { counted, shown } from "../formats.ts";
import { tell } from "../words.ts";

export type Bin = { name: string; n: number; beyond: boolean; open?: () => void };
type Props = {
  bins: readonly Bin[];
  caption: string;
  /** What stands on the dashed line between what is within the target and what is beyond. */
  line?: string | null;
};

/** How values spread: a table of bars with the number at the end of each; grey beyond the target. */
export function Spread({ bins, caption, line }: Props) {
  const all = bins.reduce((sum, bin) => sum + bin.n, 0);
  const most = Math.max(1, ...bins.map((bin) => bin.n));
  const first = line ? bins.findIndex((bin) => bin.beyond) : -1;
  return (
    <table class="hist num">
      <caption class="vh">{caption}</caption>
      <tbody>
        {bins.map((bin, place) => (
          <Fragment key={bin.name}>
            {place === first && (
              <tr class="at">
                <td colSpan={2}>{line}</td>
              </tr>
            )}
            <tr class={bin.beyond ? "out" : ""}>
              <th scope="row">{bin.name}</th>
              <td>
                <BarOf bin={bin} share={all ? bin.n / all : 0} length={(60 * bin.n) / most} />
              </td>
            </tr>
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}

function BarOf({ bin, share, length }: { bin: Bin; share: number; length: number }) {
  const inside = (
    <>
      <i style={{ inlineSize: `${length}%` }} />
      <b>{shown(100 * share, "%", locale.value, "table")}</b>
      <span>{counted(bin.n, locale.value)}</span>
    </>
  );
  if (!bin.open || bin.n === 0) return <span class="bar-of">{inside}</span>;
  return (
    <button type="button" class="bar-of" title={tell("open_rows")} onClick={bin.open}>
      {inside}
    </button>
  );
}
