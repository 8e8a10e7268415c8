import { useEffect, useMemo, useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { off, desk as screen } from "../../shared/icons.ts";
import type { State } from "../../shared/state.ts";
import { go } from "../here.ts";
import { now } from "../now.ts";
import { inboxPath } from "../routes.ts";
import { api, isStillIn, me } from "../session/session.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { Told } from "../ui/told.tsx";
import { locale, say } from "../words.ts";
import { Agents } from "./agents.tsx";
import { Assign } from "./assign.tsx";
import { type Board, Feed, type Today } from "./feed.ts";
import { Now } from "./now.tsx";
import { Queue } from "./queue.tsx";
import { TodayTable } from "./today.tsx";

/** The floor and the day in figures, as they move. */
export function BoardPage() {
  const feed = useMemo(() => new Feed(() => me.value?.csrf ?? null), []);
  const [assigning, setAssigning] = useState<State | null>(null);
  useEffect(() => {
    feed.start();
    return () => feed.close();
  }, [feed]);
  const status = feed.status.value;
  useEffect(() => {
    if (status === "refused") void isStillIn();
    if (status === "online") void feed.askToday(() => api.get<Board>("/queue"));
  }, [feed, status]);
  const board = feed.board.value;
  return (
    <main>
      <Bar feed={feed} />
      <div class="wrap">
        {board === null ? (
          <Skeleton label={say("loading_board")} rows={4} />
        ) : (
          <Figures
            board={board}
            today={feed.today.value}
            at={now.value + feed.ahead.value}
            onAssign={setAssigning}
            onWatch={(state) => void watch(feed, state)}
          />
        )}
      </div>
      {assigning && board && (
        <Assign feed={feed} board={board} state={assigning} onClose={() => setAssigning(null)} />
      )}
    </main>
  );
}

function Bar({ feed }: { feed: Feed }) {
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
      {document.fullscreenEnabled && (
        <button
          type="button"
          class="btn icon only-desk"
          aria-label={say("full_screen")}
          onClick={() => void toggleFullScreen()}
        >
          <Icon d={screen} />
        </button>
      )}
      {feed.board.value && !live && feed.status.value === "offline" && (
        <div class="whole-row">
          <Told kind="warn" icon={off} text={say("board_stands_still")} />
        </div>
      )}
    </header>
  );
}

type FiguresProps = {
  board: Board;
  today: Today;
  at: number;
  onAssign: (state: State) => void;
  onWatch: (state: State) => void;
};

function Figures({ board, today, at, onAssign, onWatch }: FiguresProps) {
  return (
    <>
      <Now board={board} at={at} />
      <div class="two">
        <div>
          <Queue queue={board.queue} at={at} onAssign={onAssign} onWatch={onWatch} />
          <TodayTable today={today} />
        </div>
        <div>
          <Agents agents={board.agents} at={at} />
        </div>
      </div>
    </>
  );
}

async function watch(feed: Feed, state: State): Promise<void> {
  await feed.watch(state.id);
  go(inboxPath(state.id));
}

const toggleFullScreen = (): Promise<void> =>
  document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
