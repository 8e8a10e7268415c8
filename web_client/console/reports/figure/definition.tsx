import { go } from "../../here.ts";
import { toast } from "../../ui/toasts.tsx";
import { locale } from "../../words.ts";
import { instantWords } from "../as_of.tsx";
import { daysShown, optionsOf } from "../filters.ts";
import { counted, shown } from "../formats.ts";
import { useFrame } from "../frame.ts";
import type { Figure, Kpi } from "../kinds.ts";
import { periodWords } from "../period_chip.tsx";
import { meaningOf, reasonWords } from "../registry.ts";
import { Variant } from "../variant.tsx";
import { known, tell } from "../words.ts";

type Props = { kpi: Kpi; figure: Figure; option: string | null; onReason: (reason: string) => void };

/** The figure's proof: what it counts and leaves out, by which clock, as of when, and a link to just this number. */
export function Definition({ kpi, figure, option, onReason }: Props) {
  const frame = useFrame();
  const excluded = Object.entries(figure.excluded ?? {}).filter(([, rows]) => rows > 0);
  const n = (rows: number) => counted(rows, locale.value);
  const version = frame.query.get("v");
  return (
    <div class="def">
      <h2>{tell("what_this_counts")}</h2>
      <p class="soft" lang={meaningOf(kpi) ? undefined : "en"}>
        {meaningOf(kpi) ?? kpi.definition}
      </p>
      <Variant
        kpi={kpi}
        options={optionsOf(option)}
        onChoose={(options) => go(frame.changed({}, { option: options.join(",") || null }))}
      />
      <dl class="kv num">
        <dt>{tell("left_out")}</dt>
        <dd>
          {excluded.length === 0 && tell("nothing")}
          <ul class="reasons">
            {excluded.map(([reason, rows]) => (
              <li key={reason}>
                <button type="button" class="as-link" onClick={() => onReason(reason)}>
                  {n(rows)} {reasonWords(reason)}
                </button>
              </li>
            ))}
          </ul>
        </dd>
        <dt>{tell("pending")}</dt>
        <dd>
          {figure.pending ? (
            <button type="button" class="as-link" onClick={() => onReason("pending")}>
              {n(figure.pending)}
              {figure.oldest_pending != null &&
                `, ${tell("oldest", { time: shown(figure.oldest_pending, "s", locale.value) })}`}
            </button>
          ) : (
            tell("nobody")
          )}
        </dd>
        <dt>{tell("clock")}</dt>
        <dd>
          {tell(`clock_${figure.clock}`)}; {known(`dated_${figure.attribution}`) ?? figure.attribution}
        </dd>
        <dt>{tell("period")}</dt>
        <dd>
          {periodWords(daysShown(frame.filters, frame.today))}, <bdi>{figure.tz}</bdi>
        </dd>
        <dt>{tell("as_of")}</dt>
        <dd>{instantWords(figure.as_of, figure.tz)}</dd>
        <dt>{tell("id")}</dt>
        <dd>
          <code>{figure.id}</code>, {tell("version", { n: String(figure.version) })}{" "}
          <button type="button" class="as-link" onClick={() => void copy(permalink())}>
            {tell("link_to_number")}
          </button>
        </dd>
      </dl>
      {version !== null && version !== String(figure.version) && (
        <p class="note-bar warn">{tell("other_version", { old: version, now: String(figure.version) })}</p>
      )}
      <details>
        <summary>{tell("exact_definition")}</summary>
        <div lang="en" class="exact">
          <p>{kpi.definition}</p>
          {optionsOf(option).map((one) => (
            <p key={one}>
              {one}: {kpi.options[one]}
            </p>
          ))}
          {kpi.formula && <p>{kpi.formula}</p>}
          {kpi.population && <p>{kpi.population}</p>}
          {kpi.by_agent && <p>By agent: {kpi.by_agent}.</p>}
        </div>
      </details>
    </div>
  );

  /** The same number whoever opens it and whenever: absolute days, zone, instant and version. */
  function permalink(): string {
    const days = daysShown(frame.filters, frame.today);
    const fixed = { ...frame.asked, period: days, tz: figure.tz, as_of: figure.as_of };
    const path = frame.at(["figure", kpi.id], fixed, { option, v: String(figure.version) });
    return `${location.origin}${location.pathname}${path}`;
  }
}

async function copy(link: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(link);
    toast(tell("link_copied"));
  } catch {
    // A browser may forbid it: the address bar has the link then.
    location.replace(link);
    toast(tell("link_in_address"));
  }
}
