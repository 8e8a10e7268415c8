import { Icon } from "../../shared/icon.tsx";
import { off } from "../../shared/icons.ts";
import { say, time } from "../words.ts";
import type { Chat } from "./chat.ts";
import { LogView } from "./log_view.tsx";
import { Question } from "./question.tsx";
import { QueueCard } from "./queue_card.tsx";
import { Rating } from "./rating.tsx";
import { Resume } from "./resume.tsx";

/** While nobody is on duty and nothing was said yet, a question is taken instead of a message. */
export function asksQuestion(chat: Chat): boolean {
  const isClosed = chat.welcome?.service.open === false && chat.state?.status !== "open";
  return isClosed && (chat.front.view === "home" || !chat.log) && chat.outbox.messages.value.length === 0;
}

/** Everything between head and composer: the log, or the first page. */
export function Middle({ chat, now }: { chat: Chat; now: number }) {
  const isHome = chat.front.view === "home";
  const isAsked = asksQuestion(chat);
  const isLoading = !isHome && !chat.welcome && !chat.outbox.messages.value.length;
  return (
    <>
      <Away chat={chat} />
      {isHome && !isAsked && (
        <div class="cw-home">
          <Resume chat={chat} />
        </div>
      )}
      {isLoading && <Loading />}
      {isAsked ? (
        <Question chat={chat} now={now} />
      ) : (
        !isHome && (
          <>
            {!isLoading && <LogView chat={chat} now={now} />}
            <QueueCard chat={chat} />
            {chat.survey && <Rating chat={chat} key={chat.survey.survey} />}
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
