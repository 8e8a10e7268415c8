import type { ComponentChildren } from "preact";
import { Icon } from "../../shared/icon.tsx";
import { next } from "../../shared/icons.ts";
import { Chip } from "../reports/chip.tsx";
import { plusDays, utc } from "../reports/dates.ts";
import { useFrame } from "../reports/frame.ts";
import { locale } from "../words.ts";
import { type Part, staffingPath } from "./page.tsx";
import type { Wish } from "./wish.ts";
import { tell } from "./words.ts";

type Props = { part: Part; wish: Wish; children?: ComponentChildren };

/** The page's name, the week and the team; under it the ways to the other two. */
export function Head({ part, wish, children }: Props) {
  const { today } = useFrame();
  const parts: [Part, string][] = [
    ["", tell("needs")],
    ["roster", tell("roster")],
    ["what-if", tell("what_if")],
  ];
  return (
    <>
      <header class="bar of-week">
        <h1 class="grow">{tell("staffing")}</h1>
        <Week part={part} wish={wish} />
        {children}
        <TeamChip part={part} wish={wish} />
      </header>
      <nav class="tabs" aria-label={tell("staffing")}>
        {parts.map(([one, label]) => (
          <a key={one} href={staffingPath(one, wish, today)} aria-current={one === part ? "page" : undefined}>
            {label}
          </a>
        ))}
      </nav>
    </>
  );
}

function Week({ part, wish }: { part: Part; wish: Wish }) {
  const { today } = useFrame();
  const at = (days: number) => staffingPath(part, { ...wish, week: plusDays(wish.week, days) }, today);
  return (
    <div class="row week-of">
      <a class="btn icon" href={at(-7)} aria-label={tell("week_before")}>
        <span class="turned">
          <Icon d={next} small />
        </span>
      </a>
      <span class="num" aria-live="polite">
        {weekWords(wish.week, today)}
      </span>
      <a class="btn icon" href={at(7)} aria-label={tell("week_after")}>
        <Icon d={next} small />
      </a>
    </div>
  );
}

/** "9–15 Mar 2026"; of `today`'s year without it. */
export function weekWords(week: string, today = ""): string {
  const last = plusDays(week, 6);
  const isThisYear = [week, last].every((date) => date.slice(0, 4) === today.slice(0, 4));
  const format = new Intl.DateTimeFormat(locale.value, {
    day: "numeric",
    month: "short",
    ...(isThisYear ? {} : { year: "numeric" }),
    timeZone: "UTC",
  });
  return format.formatRange(utc(week), utc(last));
}

function TeamChip({ part, wish }: { part: Part; wish: Wish }) {
  const { ground, today } = useFrame();
  if (ground.teams.length < 2) return null;
  const label = ground.teams.find((team) => team.id === wish.team)?.name ?? tell("all_teams");
  const choices = [{ id: null, name: tell("all_teams") }, ...ground.teams];
  return (
    <Chip label={label} what={tell("team")}>
      {(close) => (
        <div class="options">
          {choices.map((team) => (
            <button
              type="button"
              key={team.id}
              aria-pressed={team.id === wish.team}
              onClick={() => {
                close();
                location.hash = staffingPath(part, { ...wish, team: team.id }, today);
              }}
            >
              {team.name}
            </button>
          ))}
        </div>
      )}
    </Chip>
  );
}
