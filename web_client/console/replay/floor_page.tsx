import { useMemo, useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { check, people } from "../../shared/icons.ts";
import { withQuery } from "../api.ts";
import { go } from "../here.ts";
import { now } from "../now.ts";
import { replayPath } from "../routes.ts";
import { api } from "../session/session.ts";
import { Blank, Failed } from "../ui/blank.tsx";
import { useLoaded } from "../ui/loaded.ts";
import { Main } from "../ui/main.tsx";
import { next, previous } from "../ui/signs.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { lasting } from "../ui/spans.ts";
import { say } from "../words.ts";
import { dateOf, dayAfter, toTheMinute, toTheSecond, wholeDay } from "./clock.ts";
import { changeNear, type Day, momentAt } from "./floor.ts";
import { AgentsThen, QueueThen } from "./floor_lists.tsx";
import { usePlay } from "./play.ts";
import { Scrubber } from "./scrubber.tsx";
import { Strips } from "./strip.tsx";
import { tell } from "./words.ts";

export type Asked = { date: string | null; at: number | null; site: string; team: string };
type Site = { id: string; name: string };

const MINUTE = 60_000;
const STEPS = {
  little: (at: number, forwards: boolean) => at + (forwards ? MINUTE : -MINUTE),
  much: (at: number, forwards: boolean) => at + (forwards ? 30 : -30) * MINUTE,
};

/** A day of the whole floor, as it stood at the moment that is chosen. */
export function FloorPage({ asked }: { asked: Asked }) {
  const [date, setDate] = useState(asked.date ?? dateOf(asked.at ?? now.peek()));
  const [site, setSite] = useState(asked.site);
  const [team, setTeam] = useState(asked.team);
  const [start, setStart] = useState(asked.at);
  const [sites] = useLoaded("sites", () => api.all<Site>("/sites"));
  const [found, again] = useLoaded(`${date} ${site}`, () =>
    api.workedOut<Day>(withQuery("/replay/floor", { date, site })),
  );
  const here = (more: Partial<Record<keyof Asked, string>>) =>
    remember(replayPath("floor", { date, site, team, ...more }));
  const turn = (days: string) => {
    setStart(null);
    setDate(days);
    here({ date: days });
  };
  const day = found.state === "ready" ? found.value : null;
  // The moment that was asked for may be another day's where the site is.
  const beside = day && start !== null ? dayBeside(day, start) : null;
  if (beside) setDate(beside);
  return (
    <Main class="replay">
      <header class="bar">
        <h1>{tell("replay_floor")}</h1>
        <DayChoice date={date} onDay={turn} />
        <span class="grow" />
        <Select
          label={tell("site")}
          every={tell("all_sites")}
          value={site}
          options={sites.state === "ready" ? sites.value.map((one) => [one.id, one.name]) : []}
          onChoose={(one) => {
            setSite(one);
            here({ site: one });
          }}
        />
        <Select
          label={tell("team")}
          every={tell("all_teams")}
          value={team}
          options={(day?.teams ?? []).map(([id, name]) => [id, name ?? id])}
          onChoose={(one) => {
            setTeam(one);
            here({ team: one });
          }}
        />
      </header>
      <div class="wrap">
        {found.state === "loading" && <Skeleton label={tell("loading_replay")} rows={5} />}
        {found.state === "failed" &&
          (found.problem.limit ? (
            <Blank icon={people} title={wholeDay(Date.parse(date))} text={tell("too_many")} />
          ) : (
            <Failed problem={found.problem} onRetry={again} />
          ))}
        {day && !beside && (
          <Scrubbed
            key={`${day.date} ${site}`}
            day={day}
            team={team || null}
            start={start ?? beginning(day)}
            onRest={(at) => here({ at: String(Math.round(at)) })}
          />
        )}
      </div>
    </Main>
  );
}

/** Nobody looks at midnight: where the first change of the day is. */
const beginning = (day: Day): number => changeNear(day, day.from - 1, true) ?? day.from;

function dayBeside(day: Day, at: number): string | null {
  if (at < day.from && at >= day.from - 86_400_000) return dayAfter(day.date, -1);
  if (at >= day.to && at < day.to + 86_400_000) return dayAfter(day.date, 1);
  return null;
}

/** The address carries the moment, and a reload brings it back; the way back does not stop at each. */
const remember = (path: string): void => history.replaceState(null, "", path);

type ScrubbedProps = { day: Day; team: string | null; start: number; onRest: (at: number) => void };

function Scrubbed({ day, team, start, onRest }: ScrubbedProps) {
  const play = usePlay(start, day.from, day.known, onRest);
  const moment = useMemo(() => momentAt(day, play.at, team), [day, team, play.at]);
  const to = (forwards: boolean) => {
    const found = changeNear(day, play.at, forwards);
    return found === null ? null : () => play.goTo(found);
  };
  const elsewhere = day.tz !== Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <>
      <Scrubber
        play={play}
        from={day.from}
        to={day.to}
        known={day.known}
        steps={STEPS}
        label={tell("time_of_day")}
        said={toTheSecond(play.at, day.tz)}
        hint={tell("keys_floor")}
        previous={{ label: tell("change_previous"), go: to(false) }}
        next={{ label: tell("change_next"), go: to(true) }}
      >
        <Strips day={day} at={play.at} team={team} />
      </Scrubber>
      <p class="small faint zone-of">
        {day.known < day.to && tell("up_to_now", { time: toTheMinute(day.known, day.tz) })}{" "}
        {elsewhere && tell("zone", { zone: day.tz })}
      </p>
      <Figures moment={moment} at={play.at} />
      <div class="two">
        <section class="card block" aria-labelledby="h-rq">
          <header>
            <h2 id="h-rq">{tell("waiting_then")}</h2>
          </header>
          {moment.queue.length === 0 ? (
            <Blank icon={check} title={tell("nobody_waited")} />
          ) : (
            <QueueThen queue={moment.queue} at={play.at} />
          )}
        </section>
        <section class="card block" aria-labelledby="h-ra">
          <header>
            <h2 id="h-ra">{tell("agents_then")}</h2>
          </header>
          {moment.agents.length === 0 ? (
            <Blank icon={people} title={tell("nobody_there")} />
          ) : (
            <AgentsThen agents={moment.agents} at={play.at} />
          )}
        </section>
      </div>
    </>
  );
}

function Figures({ moment, at }: { moment: ReturnType<typeof momentAt>; at: number }) {
  const longest = Math.max(...moment.queue.map((spot) => at - spot.since), 0);
  const online = moment.agents.filter((agent) => agent.status === "online");
  const away = moment.agents.filter((agent) => agent.status === "away").length;
  const active = moment.agents.reduce((sum, agent) => sum + agent.has.length, 0);
  const slots = online.reduce((sum, agent) => sum + agent.slots, 0);
  const figures = [
    { name: say("fig_waiting"), value: moment.queue.length, more: tell("bot_then", { n: moment.bot }) },
    { name: say("fig_longest_wait"), value: moment.queue.length ? lasting(longest) : "–", more: "" },
    { name: say("fig_active"), value: active, more: tell("snoozed_then", { n: moment.snoozed }) },
    {
      name: say("agents"),
      value: online.length,
      more: `${tell("slots_then", { taken: active, slots })} · ${away} ${say("presence_away")}`,
    },
  ];
  return (
    <section class="figs" aria-label={tell("state_then")}>
      {figures.map((figure) => (
        <div class="fig" key={figure.name}>
          <h2>{figure.name}</h2>
          <p class="v num">{figure.value}</p>
          <p class="num">{figure.more}</p>
        </div>
      ))}
    </section>
  );
}

function DayChoice({ date, onDay }: { date: string; onDay: (date: string) => void }) {
  const today = dateOf(now.value);
  return (
    <div class="row day-choice">
      <button
        type="button"
        class="btn icon"
        aria-label={tell("day_previous")}
        onClick={() => onDay(dayAfter(date, -1))}
      >
        <Icon d={previous} flip />
      </button>
      <input
        type="date"
        class="input"
        aria-label={tell("day")}
        value={date}
        max={today}
        onChange={(event) => event.currentTarget.value && onDay(event.currentTarget.value)}
      />
      <button
        type="button"
        class="btn icon"
        aria-label={tell("day_next")}
        aria-disabled={date >= today}
        onClick={() => date < today && onDay(dayAfter(date, 1))}
      >
        <Icon d={next} flip />
      </button>
    </div>
  );
}

type SelectProps = {
  label: string;
  every: string;
  value: string;
  options: readonly (readonly [string, string])[];
  onChoose: (value: string) => void;
};

/** Nothing to choose from one. */
function Select({ label, every, value, options, onChoose }: SelectProps) {
  if (options.length < 2 && !value) return null;
  return (
    <select
      class="input select"
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      <option value="">{every}</option>
      {options.map(([id, name]) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** The floor at that moment. */
export const toFloor = (at: number): void => go(replayPath("floor", { at: String(Math.round(at)) }));
