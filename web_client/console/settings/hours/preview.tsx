import { useEffect, useState } from "preact/hooks";
import { type Say, speaker, type Translation } from "../../../shared/i18n.ts";
import { moment } from "../../../shared/times.ts";
import english from "../../../widget/messages/en.ts";
import type { Problem } from "../../api.ts";
import { reasonOf } from "../../ui/reasons.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Told } from "../../ui/told.tsx";
import { type Language, language, locale, say } from "../../words.ts";
import type { Ahead, DayAhead, Edited, Whose } from "./hours.ts";
import { dateShown } from "./shown.ts";
import { overlapping } from "./week.ts";

type Words = typeof english;
const OTHERS: Partial<Record<Language, () => Promise<{ default: Translation<Words> }>>> = {
  de: () => import("../../../widget/messages/de.ts"),
  it: () => import("../../../widget/messages/it.ts"),
  pl: () => import("../../../widget/messages/pl.ts"),
};

type Props = {
  edited: Edited;
  whose: Whose;
  ahead: Ahead | null;
  problem: Problem | null;
  isCurrent: boolean;
};

/** What the hours mean, beside them: what the widget would say, the next two weeks, what differs later. */
export function HoursPreview({ edited, whose, ahead, problem, isCurrent }: Props) {
  return (
    <aside class="preview what" aria-labelledby="s-ahead" aria-busy={!isCurrent}>
      <header>
        <h2 id="s-ahead">{say("hours_ahead")}</h2>
      </header>
      {problem ? (
        <div class="what-now">
          <Told kind="bad" text={reasonOfHours(edited, problem)} />
        </div>
      ) : ahead || edited.always ? (
        <Meaning ahead={edited.always ? null : ahead} whose={whose} />
      ) : (
        <Skeleton label={say("hours_checking")} />
      )}
    </aside>
  );
}

function Meaning({ ahead, whose }: { ahead: Ahead | null; whose: Whose }) {
  const later = ahead?.coming.filter((day) => day.date > (ahead.days.at(-1)?.date ?? "")).slice(0, 8) ?? [];
  const shut = say(whose === "agent" ? "day_off" : "closed_all_day");
  return (
    <>
      <div class="what-now" role="status">
        <h3>{say(whose === "agent" ? "hours_now_agent" : "hours_now_widget")}</h3>
        {whose === "agent" ? <AtWork ahead={ahead} /> : <WidgetSays ahead={ahead} />}
      </div>
      {ahead && (
        <div class="next-days">
          <h3>{say("hours_next_14")}</h3>
          <Days days={ahead.days} shut={shut} />
          {later.length > 0 && (
            <>
              <h3>{say("hours_more_coming")}</h3>
              <Days days={later} shut={shut} />
            </>
          )}
        </div>
      )}
    </>
  );
}

/** In the widget's own words, in the reader's language and zone. */
function WidgetSays({ ahead }: { ahead: Ahead | null }) {
  const tell = useWidgetWords();
  const now = Date.now();
  const { opens_at = null } = ahead ?? {};
  if (!tell) return null;
  if (!ahead || ahead.open)
    return (
      <>
        <p class="says">{tell("people_here")}</p>
        <p class="faint small">
          {ahead?.closes_at
            ? say("hours_open_until", { when: moment(ahead.closes_at, now, { locale: locale.value }) })
            : say("hours_open_no_end")}
        </p>
      </>
    );
  const when = opens_at && moment(opens_at, now, { locale: locale.value });
  return (
    <>
      <p class="says">{when ? tell("opens", { when }) : tell("closed")}</p>
      {when && <p class="says">{tell("we_open", { when })}</p>}
      <p class="faint small">{say("hours_in_your_zone")}</p>
    </>
  );
}

function AtWork({ ahead }: { ahead: Ahead | null }) {
  const when = (at: number) => moment(at, Date.now(), { locale: locale.value });
  if (!ahead || (ahead.open && !ahead.closes_at)) return <p>{say("hours_at_work")}</p>;
  if (ahead.open && ahead.closes_at)
    return <p>{say("hours_at_work_until", { when: when(ahead.closes_at) })}</p>;
  return <p>{say("hours_off", { when: ahead.opens_at ? when(ahead.opens_at) : "–" })}</p>;
}

function Days({ days, shut }: { days: readonly DayAhead[]; shut: string }) {
  return (
    <dl class="days num">
      {days.map((day) => (
        <div key={day.date} class={day.spans.length ? undefined : "shut"}>
          <dt>{dateShown(day.date)}</dt>
          <dd>
            {day.spans.map((span) => `${span.opens}–${span.closes}`).join(", ") || shut}
            {day.name && <small>{day.why === "worked" ? `${day.name}: ${say("we_work")}` : day.name}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function useWidgetWords(): Say<Words> | null {
  const wanted = language.value;
  const [words, setWords] = useState<{ language: string; say: Say<Words> } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const load = OTHERS[wanted] ?? (async () => ({ default: english as Translation<Words> }));
    void load().then((texts) => {
      if (isCurrent) setWords({ language: wanted, say: speaker<Words>(texts.default, wanted) });
    });
    return () => {
      isCurrent = false;
    };
  }, [wanted]);
  return words?.language === wanted ? words.say : null;
}

/** Why hours are refused, in words of ours where we can tell. */
export function reasonOfHours(edited: Edited, problem: Problem): string {
  if (problem.code !== "invalid") return reasonOf(problem);
  const { message } = problem;
  if (overlapping(edited.week).size || message.includes("begins before")) return say("hours_fail_overlap");
  if (message.includes("not open within")) return say("hours_fail_never");
  if (message.includes("closed by hand as well")) return say("hours_fail_date");
  return say("hours_fail_other", { what: message });
}
