import { useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { alert, people } from "../../shared/icons.ts";
import { withQuery } from "../api.ts";
import { counted, decimalsOf, shown } from "../reports/formats.ts";
import { useFrame } from "../reports/frame.ts";
import { api } from "../session/session.ts";
import { Blank, Failed } from "../ui/blank.tsx";
import { useLoaded } from "../ui/loaded.ts";
import { Main } from "../ui/main.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Told } from "../ui/told.tsx";
import { locale, say } from "../words.ts";
import { DayCard } from "./day.tsx";
import { Goal } from "./goal.tsx";
import { Head } from "./head.tsx";
import type { Staffing } from "./kinds.ts";
import { staffingPath } from "./page.tsx";
import { Sources } from "./sources.tsx";
import { sumsOf } from "./week.ts";
import { WeekCard } from "./week_card.tsx";
import { queryOf, type Wish } from "./wish.ts";
import { tell } from "./words.ts";

/** A week, half hour by half hour: how many come, how many that takes, and how many will be there. */
export function NeedsPage({ wish }: { wish: Wish }) {
  const frame = useFrame();
  const path = withQuery(`/staffing?${queryOf(wish)}`, { tz: frame.tz });
  const [found, again] = useLoaded(path, () => api.workedOut<Staffing>(path));
  return (
    <Main>
      <Head part="" wish={wish}>
        <Goal wish={wish} usual={found.state === "ready" ? found.value : null} />
      </Head>
      <div class="wrap report staffing">
        {found.state === "loading" && <Skeleton label={say("loading")} rows={6} />}
        {found.state === "failed" && <Failed problem={found.problem} onRetry={again} />}
        {found.state === "ready" && <Week staffing={found.value} wish={wish} />}
      </div>
    </Main>
  );
}

function Week({ staffing, wish }: { staffing: Staffing; wish: Wish }) {
  const { today } = useFrame();
  const [day, setDay] = useState<string | null>(null);
  if (!staffing.history.enough)
    return (
      <section class="card">
        <h2 class="vh">{tell("week_table")}</h2>
        <Blank icon={people} title={tell("no_history")} text={tell("no_history_text")}>
          <a class="btn" href={staffingPath("roster", wish, today)}>
            {tell("to_roster")}
          </a>
        </Blank>
      </section>
    );
  const chosen = chosenOf(staffing, day, today);
  const isEmpty = staffing.days.every((one) => one.rostered_hours === 0);
  return (
    <>
      {isEmpty && (
        <Told
          kind="warn"
          text={
            <>
              {tell("no_roster")} <a href={staffingPath("roster", wish, today)}>{tell("to_roster")}</a>
            </>
          }
        />
      )}
      <Figures staffing={staffing} isEmpty={isEmpty} />
      <WeekCard staffing={staffing} onDay={setDay} />
      {chosen && <DayCard staffing={staffing} day={chosen} onDay={setDay} />}
      <Sources staffing={staffing} />
    </>
  );
}

/** Today, if there is anything to see of it; else the first day of which there is. */
function chosenOf(staffing: Staffing, day: string | null, today: string) {
  const open = staffing.days.filter((one) => staffing.cells.some((cell) => cell.date === one.date));
  const named = staffing.days.find((one) => one.date === day);
  return named ?? open.find((one) => one.date === today) ?? open[0] ?? staffing.days[0];
}

function Figures({ staffing, isEmpty }: { staffing: Staffing; isEmpty: boolean }) {
  const sums = sumsOf(staffing);
  const { target, within } = staffing.goal;
  const misses = sums.level !== null && sums.level < target;
  const [rostered, needed] = [total(staffing, "rostered_hours"), total(staffing, "needed_hours")];
  const hours = (value: number) => counted(value, locale.value, decimalsOf([rostered, needed], 1));
  return (
    <div class="tiles staffing-figures">
      <article class="card fig tile">
        <h2>{tell("missing_hours")}</h2>
        <p class="v num">
          {isEmpty ? "–" : shown(Math.round(sums.missing * 10) / 10, "count", locale.value)}
        </p>
        <p class="num">
          {isEmpty
            ? tell("no_roster_short")
            : tell("short_of", { n: sums.short, all: counted(sums.known, locale.value) })}
        </p>
      </article>
      <article class="card fig tile">
        <h2>{tell("expected_level", { within })}</h2>
        <p class="v num">{sums.level === null || isEmpty ? "–" : shown(sums.level, "%", locale.value)}</p>
        <p class="row num tile-foot">
          {!isEmpty && sums.level !== null && (
            <span class={`tag ${misses ? "bad" : "good"}`}>
              {misses && <Icon d={alert} small />}
              {misses ? tell("level_missed") : tell("level_met")}
            </span>
          )}
          <span>{tell("target_is", { target: shown(target, "%", locale.value, "table") })}</span>
        </p>
      </article>
      <article class="card fig tile">
        <h2>{tell("expected_arrivals")}</h2>
        <p class="v num">{sums.mean === null ? "–" : counted(sums.mean, locale.value)}</p>
        <p class="num">
          {sums.low !== null &&
            sums.high !== null &&
            tell("interval_95", {
              low: counted(sums.low, locale.value),
              high: counted(sums.high, locale.value),
            })}
        </p>
      </article>
      <article class="card fig tile">
        <h2>{tell("hours_on_roster")}</h2>
        <p class="v num">{hours(rostered)}</p>
        <p class="num">{tell("hours_needed", { hours: hours(needed) })}</p>
      </article>
    </div>
  );
}

const total = (staffing: Staffing, name: "rostered_hours" | "needed_hours"): number =>
  Math.round(10 * staffing.days.reduce((sum, day) => sum + (day[name] ?? 0), 0)) / 10;
