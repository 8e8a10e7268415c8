import { useEffect, useMemo, useState } from "preact/hooks";
import { Icon } from "../../shared/icon.tsx";
import { back, lock, off, person } from "../../shared/icons.ts";
import type { State } from "../../shared/state.ts";
import { Assign } from "../board/assign.tsx";
import { Feed } from "../board/feed.ts";
import type { Desk } from "../desk.ts";
import { go } from "../here.ts";
import { boardPath, inboxPath, replayPath } from "../routes.ts";
import { isStillIn, me } from "../session/session.ts";
import { TalkLog } from "../talk/log.tsx";
import { Blank } from "../ui/blank.tsx";
import { Main } from "../ui/main.tsx";
import { visitorName } from "../ui/names.ts";
import { reasonOf } from "../ui/reasons.ts";
import { eye, history } from "../ui/signs.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { toast } from "../ui/toasts.tsx";
import { Told } from "../ui/told.tsx";
import { say } from "../words.ts";
import { Lookout } from "./lookout.ts";
import { Whisper } from "./whisper.tsx";

type Props = { desk: Desk; conversation: string };

/** Somebody else's conversation, looked on unseen by visitor and agents. That one did is kept. */
export function WatchPage({ desk, conversation }: Props) {
  const feed = useMemo(() => new Feed(() => me.value?.csrf ?? null), []);
  const lookout = useMemo(() => new Lookout(feed, conversation), [feed, conversation]);
  useEffect(() => {
    feed.start();
    return () => {
      lookout.close();
      feed.close();
    };
  }, [feed, lookout]);
  const status = feed.status.value;
  useEffect(() => {
    if (status === "refused") void isStillIn();
  }, [status]);
  const state = lookout.state.value;
  if (lookout.refusal.value) return <Refused code={lookout.refusal.value.code} />;
  if (!state || !lookout.loaded.value)
    return (
      <Main class="middle">
        <Skeleton label={say("loading_conversation")} />
      </Main>
    );
  return (
    <Main class="talk watching" aria-labelledby="h-t">
      <Head feed={feed} state={state} />
      <p class="hands unseen" role="note">
        <Icon d={eye} small />
        <span class="grow">{say("you_are_unseen")}</span>
      </p>
      {status === "offline" && <Told kind="warn" icon={off} text={say("watch_stands_still")} />}
      <TalkLog
        desk={desk}
        visitor={state.visitor}
        events={lookout.events.value}
        outgoing={[]}
        typing={lookout.typing.shown.value}
      />
      <Whisper lookout={lookout} agent={state.status === "resolved" ? null : state.agent} />
    </Main>
  );
}

function Head({ feed, state }: { feed: Feed; state: State }) {
  const [assigning, setAssigning] = useState(false);
  const board = feed.board.value;
  const open = state.status !== "resolved";
  const mine = state.agent?.id === me.value?.id;
  return (
    <header class="pane-head">
      <a class="btn plain icon" href={boardPath({})} aria-label={say("back_to_board")}>
        <Icon d={back} flip />
      </a>
      <div class="grow">
        <h1 id="h-t" class="cut">
          <bdi>{visitorName(state.visitor)}</bdi>
        </h1>
        <p class="cut standing">{standing(state)}</p>
      </div>
      {open && (
        <button type="button" class="btn" disabled={!board} onClick={() => setAssigning(true)}>
          {say("assign")}
        </button>
      )}
      {open && !mine && (
        <button type="button" class="btn" onClick={() => void takeOver(feed, state)}>
          <Icon d={person} small />
          {say("take_over")}
        </button>
      )}
      <a
        class="btn icon only-desk"
        href={replayPath(state.id, {})}
        aria-label={say("replay")}
        title={say("replay")}
      >
        <Icon d={history} />
      </a>
      {assigning && board && (
        <Assign feed={feed} board={board} state={state} onClose={() => setAssigning(false)} />
      )}
    </header>
  );
}

function standing(state: State): string {
  if (state.status === "resolved") return say("standing_resolved");
  if (state.agent) return say("standing_theirs", { agent: state.agent.name ?? say("somebody") });
  return state.waiting === "queue"
    ? `${say("fig_waiting")}: ${state.team?.name ?? say("any_team")}`
    : say("standing_bot");
}

/** It becomes one's own, and is opened like one's own. */
async function takeOver(feed: Feed, state: State): Promise<void> {
  const answer = await feed.assign(state.id, { agent: me.peek()?.id ?? "" });
  if (answer.ok) go(inboxPath(state.id));
  else toast(reasonOf(answer.error));
}

function Refused({ code }: { code: string }) {
  const gone = code === "not_found";
  return (
    <Main class="middle">
      <Blank
        alone
        icon={lock}
        title={gone ? say("no_such_conversation") : say("could_not_load")}
        text={gone ? say("no_such_conversation_text") : reasonOf({ code })}
      >
        <a class="btn" href={boardPath({})}>
          {say("back_to_board")}
        </a>
      </Blank>
    </Main>
  );
}
