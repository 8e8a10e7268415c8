import { useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { people, plus } from "../../shared/icons.ts";
import type { Named } from "../../shared/protocol.ts";
import { withQuery } from "../api.ts";
import { plusDays } from "../reports/dates.ts";
import { useFrame } from "../reports/frame.ts";
import { api } from "../session/session.ts";
import type { Person } from "../settings/kinds.ts";
import { Blank, Failed } from "../ui/blank.tsx";
import { useLoaded } from "../ui/loaded.ts";
import { Main } from "../ui/main.tsx";
import { reasonOf } from "../ui/reasons.ts";
import { Scrolls } from "../ui/scrolls.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { toast } from "../ui/toasts.tsx";
import { say } from "../words.ts";
import { download } from "./download.ts";
import { Head } from "./head.tsx";
import { ImportDialog } from "./import.tsx";
import type { Roster, Shift } from "./kinds.ts";
import { lengthWords, workOf } from "./lengths.ts";
import { instantOf, timeAt } from "./local.ts";
import { rosterCsv } from "./roster_csv.ts";
import { ShiftDialog } from "./shift_dialog.tsx";
import { dayName } from "./week_card.tsx";
import type { Wish } from "./wish.ts";
import { tell } from "./words.ts";

type Found = { roster: Roster; people: Person[] };
export type Place = { agent: Named; date: string; shift: Shift | null };

/** Who is to work when, a week at a time. */
export function RosterPage({ wish }: { wish: Wish }) {
  const { tz } = useFrame();
  const until = plusDays(wish.week, 7);
  const path = withQuery("/roster", { from: wish.week, to: until, tz, team: wish.team });
  const [found, again] = useLoaded(path, async () => {
    const [roster, everybody] = await Promise.all([api.get<Roster>(path), api.all<Person>("/agents")]);
    if (!roster.ok) return roster;
    return everybody.ok ? { ok: true, value: { roster: roster.value, people: everybody.value } } : everybody;
  });
  const [importing, setImporting] = useState(false);
  const value = found.state === "ready" ? (found.value as Found) : null;
  return (
    <Main>
      <Head part="roster" wish={wish} />
      <div class="wrap report staffing">
        {found.state === "loading" && <Skeleton label={say("loading")} rows={6} />}
        {found.state === "failed" && <Failed problem={found.problem} onRetry={again} />}
        {value && <Week wish={wish} found={value} onDone={again} onImport={() => setImporting(true)} />}
      </div>
      {importing && <ImportDialog tz={tz} onClose={() => setImporting(false)} onDone={again} />}
    </Main>
  );
}

type WeekProps = { wish: Wish; found: Found; onDone: () => void; onImport: () => void };

function Week({ wish, found, onDone, onImport }: WeekProps) {
  const { tz } = useFrame();
  const [place, setPlace] = useState<Place | null>(null);
  const days = Array.from({ length: 7 }, (_, number) => plusDays(wish.week, number));
  const shown = found.people.filter(
    (person) =>
      !person.disabled &&
      (person.role === "agent" || found.roster.items.some((one) => one.agent === person.id)) &&
      (!wish.team || person.teams.some((team) => team.id === wish.team)),
  );
  if (shown.length === 0) return <Blank icon={people} title={tell("nobody_to_plan")} />;
  const of = (agent: string, date: string): Shift[] => {
    const [since, until] = [instantOf(date, "00:00", tz), instantOf(plusDays(date, 1), "00:00", tz)];
    return found.roster.items.filter((one) => one.agent === agent && one.from >= since && one.from < until);
  };
  return (
    <section class="card block" aria-label={tell("roster")}>
      <header class="roster-head">
        <h2>{tell("who_works")}</h2>
        <p class="grow">{tell("times_of", { zone: tz })}</p>
        <CopyWeek wish={wish} roster={found.roster} onDone={onDone} />
        {found.roster.items.length > 0 && (
          <button
            type="button"
            class="btn plain"
            onClick={() =>
              download(`roster-${wish.week}.csv`, rosterCsv(found.roster.items, found.people, tz))
            }
          >
            CSV
          </button>
        )}
        <button type="button" class="btn" onClick={onImport}>
          {tell("import_roster")}
        </button>
      </header>
      <Scrolls label={tell("roster_scroll")}>
        <table class="tbl roster num">
          <thead>
            <tr>
              <th scope="col">{tell("agent")}</th>
              {days.map((date) => (
                <th scope="col" key={date}>
                  {dayName(date)}
                </th>
              ))}
              <th scope="col" class="r">
                {tell("hours")}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((person) => (
              <tr key={person.id}>
                <th scope="row">{person.name}</th>
                {days.map((date) => (
                  <td key={date}>
                    <Shifts
                      shifts={of(person.id, date)}
                      person={person}
                      date={date}
                      onChoose={(shift) => setPlace({ agent: person, date, shift })}
                    />
                  </td>
                ))}
                <td class="r">{lengthWords(workOf(days.flatMap((date) => of(person.id, date))))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolls>
      {place && (
        <ShiftDialog
          place={place}
          others={of(place.agent.id, place.date).filter((one) => one !== place.shift)}
          onClose={() => setPlace(null)}
          onDone={() => {
            setPlace(null);
            onDone();
          }}
        />
      )}
    </section>
  );
}

type ShiftsProps = { shifts: Shift[]; person: Named; date: string; onChoose: (shift: Shift | null) => void };

function Shifts({ shifts, person, date, onChoose }: ShiftsProps) {
  const { tz } = useFrame();
  const when = { name: person.name ?? "", day: dayName(date, "long") };
  return (
    <div class="shifts">
      {shifts.map((shift) => {
        const times = `${timeAt(shift.from, tz)}–${timeAt(shift.to, tz)}`;
        return (
          <button
            type="button"
            key={`${shift.from} ${shift.kind}`}
            class={`shift ${shift.kind}`}
            onClick={() => onChoose(shift)}
          >
            {shift.kind === "off" && <span>{tell("off")} </span>}
            {times}
            <span class="vh">: {tell("change_shift", when)}</span>
          </button>
        );
      })}
      <button
        type="button"
        class="btn icon plain"
        aria-label={tell("add_shift", when)}
        onClick={() => onChoose(null)}
      >
        <Icon d={plus} small />
      </button>
    </div>
  );
}

/** The week before, taken over: the same local times, seven days later. */
function CopyWeek({ wish, roster, onDone }: { wish: Wish; roster: Roster; onDone: () => void }) {
  const { tz } = useFrame();
  if (roster.items.length > 0) return null;
  const later = (at: number, date: string) => instantOf(plusDays(date, 7), timeAt(at, tz), tz);
  async function copy() {
    const before = plusDays(wish.week, -7);
    const found = await api.get<Roster>(
      withQuery("/roster", { from: before, to: wish.week, tz, team: wish.team }),
    );
    if (!found.ok) return toast(reasonOf(found.problem));
    const first = instantOf(before, "00:00", tz);
    const own = found.value.items.filter((one) => one.from >= first);
    if (own.length === 0) return toast(tell("nothing_to_copy"));
    const shifts = own.map(({ agent, from, to, kind }) => {
      const moved = later(from, localDate(from, tz));
      return { agent, from: moved, to: moved + (to - from), kind };
    });
    const answer = await api.put("/roster", {
      from: roster.from,
      to: roster.to,
      shifts,
      agents: [...new Set(shifts.map((one) => one.agent))],
    });
    toast(answer.ok ? tell("copied", { n: shifts.length }) : reasonOf(answer.problem));
    onDone();
  }
  return (
    <button type="button" class="btn" onClick={() => void copy()}>
      {tell("copy_week")}
    </button>
  );
}

const localDate = (at: number, tz: string): string =>
  new Intl.DateTimeFormat("en-CA", {
    timeZone: tz,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).format(at);
