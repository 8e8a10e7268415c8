import { duration } from "../board/figures.ts";
import { utc } from "../reports/dates.ts";
import { counted, shown } from "../reports/formats.ts";
import { locale } from "../words.ts";
import type { Staffing } from "./kinds.ts";
import { tell } from "./words.ts";

/** Where the numbers come from, and whether the forecast would have been right. */
export function Sources({ staffing }: { staffing: Staffing }) {
  const { history, handling, patience, shrinkage, check } = staffing;
  const number = (value: number) => counted(value, locale.value, 1);
  return (
    <section class="card block" aria-labelledby="staffing-sources">
      <header>
        <h2 id="staffing-sources">{tell("sources")}</h2>
      </header>
      <dl class="kv staffing-sources num">
        <dt>{tell("source_arrivals")}</dt>
        <dd>
          {tell("arrivals_of", {
            n: history.arrivals,
            from: history.from ? date(history.from) : "–",
            hours: counted(history.open_hours, locale.value),
          })}
          {history.per_hour !== null && history.per_hour_low !== null && history.per_hour_high !== null && (
            <>
              {" "}
              {tell("per_hour_is", {
                rate: number(history.per_hour),
                low: number(history.per_hour_low),
                high: number(history.per_hour_high),
              })}
            </>
          )}
        </dd>
        <dt>{tell("source_handling")}</dt>
        <dd>
          {handling.seconds === null
            ? tell("nothing_handled")
            : `${duration(handling.seconds, locale.value)}; ${handlingWords(staffing)}`}
        </dd>
        <dt>{tell("source_patience")}</dt>
        <dd>
          {patience.seconds === null
            ? tell("patience_endless")
            : tell("patience_is", { time: duration(patience.seconds, locale.value), n: patience.gave_up })}
        </dd>
        <dt>{tell("goal_shrinkage")}</dt>
        <dd>
          {shown(shrinkage.percent, "%", locale.value)}
          {shrinkage.measured === null
            ? `; ${tell("shrinkage_unmeasured")}`
            : `; ${tell("shrinkage_measured", { share: shown(shrinkage.measured, "%", locale.value) })}`}
        </dd>
        <dt>{tell("source_check")}</dt>
        <dd>{checkWords(check)}</dd>
        <dt>{tell("source_model")}</dt>
        <dd>
          {tell(patience.seconds === null ? "model_erlang_c" : "model_erlang_a", { n: staffing.slots })}
        </dd>
      </dl>
    </section>
  );
}

function handlingWords({ handling }: Staffing): string {
  if (handling.given) return tell("handling_given");
  if (handling.at !== null) return tell("handling_at", { n: handling.n, slots: handling.at });
  const together = handling.together === null ? "–" : counted(handling.together, locale.value, 1);
  return tell("handling_any", { n: handling.n, together });
}

function checkWords(check: Staffing["check"]): string {
  if (check.coverage === null) return tell("check_none");
  const parts = [
    tell(check.fair ? "check_fair" : "check_unfair", {
      share: shown(check.coverage, "%", locale.value),
      n: check.n,
    }),
  ];
  if (check.mase !== null) {
    const ratio = new Intl.NumberFormat(locale.value, { maximumFractionDigits: 2 }).format(check.mase);
    parts.push(tell(check.falls_back ? "check_falls_back" : "check_better", { ratio }));
  }
  return parts.join(" ");
}

const date = (text: string): string =>
  new Intl.DateTimeFormat(locale.value, {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(utc(text));
