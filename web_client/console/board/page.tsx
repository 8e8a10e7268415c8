import { useEffect, useMemo, useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { mute, off, desk as screen, sound } from "../../shared/icons.ts";
import type { State } from "../../shared/state.ts";
import { withQuery } from "../api.ts";
import { go } from "../here.ts";
import { now } from "../now.ts";
import { type BoardRoute, boardPath, replayPath } from "../routes.ts";
import { api, isStillIn, me } from "../session/session.ts";
import { Main } from "../ui/main.tsx";
import { history } from "../ui/signs.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { Told } from "../ui/told.tsx";
import { locale, say } from "../words.ts";
import { Agents } from "./agents.tsx";
import { alarmHeldBack, alarmOn, ring, setAlarm } from "./alarm.ts";
import { AlertBar } from "./alert_bar.tsx";
import { Assign } from "./assign.tsx";
import { BigScreen } from "./big.tsx";
import { Due } from "./due.tsx";
import { type AgentShown, type Board, Feed, type Today } from "./feed.ts";
import { Filters } from "./filters.tsx";
import { Now } from "./now.tsx";
import { agentsOf, alertsOf, isWhole, type Part, partOf, statesOf } from "./part.ts";
import { Queue } from "./queue.tsx";
import { StanceDialog } from "./stance.tsx";
import { TodayTable } from "./today.tsx";

const FIGURES_EVERY = 20_000; // ms; those of a part are not told by themselves

/** The floor and the day in figures, as they move. */
export function BoardPage({ route }: { route: BoardRoute }) {
  const feed = useMemo(() => new Feed(() => me.value?.csrf ?? null), []);
  const asked = useMemo(() => new URLSearchParams(route.query), [route.query]);
  const part = useMemo(() => partOf(asked), [asked]);
  const big = asked.get("screen") === "1";
  const [assigning, setAssigning] = useState<State | null>(null);
  const [standing, setStanding] = useState<AgentShown | null>(null);
  useEffect(() => {
    feed.start();
    return () => feed.close();
  }, [feed]);
  useFigures(feed, part);
  useRoom(big);
  const board = feed.board.value;
  const at = now.value + feed.ahead.value;
  if (big)
    return (
      <Main class="board-big">
        <h1 class="vh">{say("live")}</h1>
        {board && (
          <BigScreen feed={feed} board={board} part={part} at={at} onLeave={() => leaveScreen(part)} />
        )}
      </Main>
    );
  return (
    <Main>
      <Bar feed={feed} part={part} />
      <div class="wrap">
        {board === null ? (
          <Skeleton label={say("loading_board")} rows={4} />
        ) : (
          <Figures
            board={board}
            part={part}
            today={feed.today.value}
            at={at}
            onAssign={setAssigning}
            onStance={setStanding}
          />
        )}
      </div>
      {assigning && board && (
        <Assign feed={feed} board={board} state={assigning} onClose={() => setAssigning(null)} />
      )}
      {standing && <StanceDialog feed={feed} agent={standing} onClose={() => setStanding(null)} />}
    </Main>
  );
}

/** The figures of the day: told with the board for all of it, asked for again and again for a part. */
function useFigures(feed: Feed, part: Part): void {
  const status = feed.status.value;
  const { site, team } = part;
  useEffect(() => {
    if (status === "refused") void isStillIn();
    if (status !== "online") return;
    const path = withQuery("/queue", { site, team });
    const ask = () => void feed.askToday(() => api.workedOut<Board>(path), `${site} ${team}`.trim());
    ask();
    if (isWhole({ site, team })) return;
    const timer = setInterval(ask, FIGURES_EVERY);
    return () => clearInterval(timer);
  }, [feed, status, site, team]);
}

/** The whole screen, everything half as large again, and no rail. */
function useRoom(big: boolean): void {
  useEffect(() => {
    document.documentElement.classList.toggle("on-big-screen", big);
    return () => document.documentElement.classList.remove("on-big-screen");
  }, [big]);
}

function Bar({ feed, part }: { feed: Feed; part: Part }) {
  const live = feed.status.value === "online";
  const at = new Intl.DateTimeFormat(locale.value, {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).format(now.value + feed.ahead.value);
  return (
    <header class="bar">
      <h1>{say("live")}</h1>
      <p class="row soft small num">
        <span class={`dot ${live ? "" : "off"}`} aria-hidden="true" />
        <span class="vh">{live ? say("board_is_live") : say("board_is_not_live")}</span>
        {at}
      </p>
      <span class="grow" />
      <Filters part={part} onChoose={(chosen) => go(boardPath(chosen))} />
      <AlarmButton />
      <a class="btn icon" href={replayPath("floor", part)} aria-label={say("replay")} title={say("replay")}>
        <Icon d={history} />
      </a>
      <button
        type="button"
        class="btn icon only-desk"
        aria-label={say("big_screen")}
        title={say("big_screen")}
        onClick={() => void toScreen(part)}
      >
        <Icon d={screen} />
      </button>
      {feed.board.value && !live && feed.status.value === "offline" && (
        <div class="whole-row">
          <Told kind="warn" icon={off} text={say("board_stands_still")} />
        </div>
      )}
      {alarmHeldBack.value && alarmOn.value && (
        <div class="whole-row">
          <Told kind="warn" icon={mute} text={say("alarm_held_back")} />
        </div>
      )}
    </header>
  );
}

/** With it on, a press of the other button lets one hear what an alarm is like. */
function AlarmButton() {
  const on = alarmOn.value;
  return (
    <>
      <button type="button" class="btn" aria-pressed={on} onClick={() => setAlarm(!on)}>
        <Icon d={on ? sound : mute} small />
        {on ? say("alarm_is_on") : say("alarm_is_off")}
      </button>
      {on && (
        <button type="button" class="btn plain" onClick={() => void ring()}>
          {say("alarm_test")}
        </button>
      )}
    </>
  );
}

type FiguresProps = {
  board: Board;
  part: Part;
  today: Today;
  at: number;
  onAssign: (state: State) => void;
  onStance: (agent: AgentShown) => void;
};

function Figures({ board, part, today, at, onAssign, onStance }: FiguresProps) {
  return (
    <>
      <AlertBar alerts={alertsOf(part, board.alerts)} at={at} told={board.at} />
      <Now board={board} at={at} part={part} />
      <div class="two">
        <div>
          <Queue queue={statesOf(part, board.queue)} at={at} onAssign={onAssign} />
          <TodayTable today={today} />
        </div>
        <div>
          <Due due={statesOf(part, board.due ?? [])} at={at} />
          <Agents agents={agentsOf(part, board.agents)} at={at} onStance={onStance} />
        </div>
      </div>
    </>
  );
}

async function toScreen(part: Part): Promise<void> {
  if (document.fullscreenEnabled) await document.documentElement.requestFullscreen().catch(() => undefined);
  go(boardPath({ ...part, screen: "1" }));
}

function leaveScreen(part: Part): void {
  if (document.fullscreenElement) void document.exitFullscreen();
  go(boardPath(part));
}
