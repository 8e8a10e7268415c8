import { Icon } from "../../shared/icon.tsx";
import { off } from "../../shared/icons.ts";
import { say, time } from "../words.ts";
import type { Chat } from "./chat.ts";
import { Later } from "./later.tsx";
import { LogView } from "./log_view.tsx";
import { Question } from "./question.tsx";
import { QueueCard } from "./queue_card.tsx";
import { Resume } from "./resume.tsx";

/** While nobody is on duty, or too many wait, and nothing was said yet: a question instead of a message. */
export function asksQuestion(chat: Chat): boolean {
  const service = chat.welcome?.service;
  const isClosed = (service?.open === false || service?.busy) && !chat.isOpen;
  return (
    !!isClosed && (chat.front.view === "home" || !chat.thread.id) && chat.outbox.messages.value.length === 0
  );
}

/** Before the first word: what it is about, where the site has topics and the page does not say. */
const asksTopic = (chat: Chat): boolean =>
  chat.front.view === "home" &&
  !!chat.welcome?.site.topics?.length &&
  chat.topic !== null &&
  !chat.thread.id &&
  !chat.outbox.messages.value.length;

/** Nothing is written before he has said it. */
export const lacksTopic = (chat: Chat): boolean => asksTopic(chat) && chat.topic === undefined;

/** Everything between head and composer: the log, or the first page. */
export function Middle({ chat, now }: { chat: Chat; now: number }) {
  const isHome = chat.front.view === "home";
  const isAsked = asksQuestion(chat);
  const isNew = asksTopic(chat);
  const isLoading = !isHome && !chat.welcome && !chat.outbox.messages.value.length;
  return (
    <>
      <Away chat={chat} />
      {isHome && (!isAsked || lacksTopic(chat)) && (
        <div class="cw-home">
          <Resume chat={chat} />
          {isNew && (
            <Later
              of={{ chat }}
              load={() =>
                import("./topics.tsx").then(
                  ({ Topics }) => Topics,
                  () => void chat.choose(null),
                )
              }
            />
          )}
        </div>
      )}
      {isLoading && <Loading />}
      {isAsked && !lacksTopic(chat) ? (
        <Question chat={chat} now={now} />
      ) : (
        !isHome && (
          <>
            {!isLoading && <LogView chat={chat} now={now} />}
            <QueueCard chat={chat} />
            {chat.survey && (
              <Later
                of={{ chat, survey: chat.survey }}
                load={async () => (await import("./rating.tsx")).Rating}
                key={chat.survey.conversation}
              />
            )}
          </>
        )
      )}
    </>
  );
}

function Loading() {
  return (
    <div class="cw-log cw-wait" aria-busy="true">
      <span class="skel" />
      <span class="skel" />
    </div>
  );
}

function Away({ chat }: { chat: Chat }) {
  if (chat.status === "refused") {
    return (
      <div class="note-bar bad" role="alert">
        {say("not_let_in")}
      </div>
    );
  }
  if (chat.awaySince === null) return null;
  return (
    <div class="note-bar warn" role="status">
      <Icon d={off} />
      <span class="grow">{say("no_connection", { time: time(chat.awaySince) })}</span>
      <button type="button" class="btn" onClick={() => chat.hurry()}>
        {say("try_now")}
      </button>
    </div>
  );
}
