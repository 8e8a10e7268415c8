import { useEffect } from "preact/hooks";
import { chat, lock } from "../../shared/icons.ts";
import type { State } from "../../shared/state.ts";
import type { Desk } from "../desk.ts";
import { isMine } from "../inbox/shelf.ts";
import { Blank } from "../ui/blank.tsx";
import { reasonOf } from "../ui/reasons.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { say } from "../words.ts";
import { Composer } from "./composer.tsx";
import type { Asked } from "./dialogs.tsx";
import { Hands } from "./hands.tsx";
import { Head } from "./head.tsx";
import { lastOfVisitor } from "./lines.ts";
import { TalkLog } from "./log.tsx";
import type { Talk } from "./talk.ts";

type Props = { desk: Desk; conversation: string | null; onAsk: (asked: Asked) => void };

/** The middle: one conversation, or what to do while none is open. */
export function Conversation({ desk, conversation, onAsk }: Props) {
  if (!conversation)
    return (
      <section class="talk" aria-label={say("conversation")}>
        <div class="middle">
          <Blank icon={chat} title={say("choose_one")} text={say("choose_one_text")} />
        </div>
      </section>
    );
  return <Open key={conversation} desk={desk} talk={desk.talk(conversation)} onAsk={onAsk} />;
}

function Open({ desk, talk, onAsk }: { desk: Desk; talk: Talk; onAsk: (asked: Asked) => void }) {
  const state = desk.states.value.get(talk.id);
  useEffect(() => talk.shows(), [talk]);
  useReadMarks(desk, talk, state);
  if (talk.refusal.value) return <Refused code={talk.refusal.value.code} />;
  if (!state)
    return (
      <section class="talk">
        <Skeleton label={say("loading_conversation")} />
      </section>
    );
  const outgoing = desk.outgoing.value.filter((one) => one.more?.conversation === talk.id);
  return (
    <section class="talk" aria-labelledby="h-t">
      <Head desk={desk} state={state} onAsk={onAsk} />
      <Hands desk={desk} talk={talk} state={state} />
      {talk.loaded.value ? (
        <TalkLog
          desk={desk}
          visitor={state.visitor}
          events={talk.events.value}
          outgoing={outgoing}
          typing={talk.typing.shown.value}
        />
      ) : (
        <div class="scroll">
          <Skeleton label={say("loading_conversation")} />
        </div>
      )}
      <Composer desk={desk} talk={talk} state={state} />
    </section>
  );
}

function Refused({ code }: { code: string }) {
  const gone = code === "not_found";
  return (
    <section class="talk" aria-label={say("conversation")}>
      <div class="middle" role="alert">
        <Blank
          icon={lock}
          title={gone ? say("no_such_conversation") : say("could_not_load")}
          text={gone ? say("no_such_conversation_text") : reasonOf({ code })}
        >
          <a class="btn" href="#/inbox">
            {say("back_to_inbox")}
          </a>
        </Blank>
      </div>
    </section>
  );
}

/** Tells the visitor what has been read: only my own conversations, and only while I look. */
function useReadMarks(desk: Desk, talk: Talk, state: State | undefined) {
  const me = desk.me.value;
  const mine = me !== null && state !== undefined && isMine(state, me);
  const upto = lastOfVisitor(talk.events.value);
  useEffect(() => {
    const look = () => {
      if (mine && upto > 0 && document.visibilityState === "visible" && document.hasFocus())
        talk.tellRead(upto);
    };
    look();
    addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [talk, mine, upto]);
}
