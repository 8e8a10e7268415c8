import { useLayoutEffect, useMemo, useState } from "preact/hooks";
import { take } from "../actions.ts";
import type { Desk } from "../desk.ts";
import { go } from "../here.ts";
import { type KeyAction, listen } from "../keys.ts";
import { inboxPath } from "../routes.ts";
import { KeyList } from "../shell/key_list.tsx";
import { Conversation } from "../talk/conversation.tsx";
import { type Asked, Dialogs } from "../talk/dialogs.tsx";
import { drafts, type Mode } from "../talk/drafts.ts";
import { Main } from "../ui/main.tsx";
import { undoLast } from "../ui/toasts.tsx";
import { VisitorPanel } from "../visitor/panel.tsx";
import { say } from "../words.ts";
import { Inbox } from "./inbox.tsx";
import { neighbour, shelfOf } from "./view.ts";

type Props = { desk: Desk; conversation: string | null; visitor: boolean };

/** Inbox, conversation and visitor side by side; on a phone one at a time. */
export function InboxPage({ desk, conversation, visitor }: Props) {
  const groups = useMemo(() => shelfOf(desk), [desk]);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [helps, setHelps] = useState(false);
  const state = conversation ? desk.states.value.get(conversation) : undefined;
  const open = state !== undefined && state.status !== "resolved";

  const step = (by: 1 | -1) => {
    const next = neighbour(groups.value, conversation, by);
    if (next) show(next);
    return next !== null;
  };
  const act: Record<KeyAction, () => boolean> = {
    next: () => step(1),
    previous: () => step(-1),
    reply: () => write(conversation, "reply"),
    note: () => write(conversation, "note"),
    resolve: () => open && does(() => setAsked("resolve")),
    transfer: () => open && does(() => setAsked("transfer")),
    snooze: () => open && does(() => setAsked("snooze")),
    take: () => open && state.agent === null && does(() => void take(desk, state)),
    search: () => does(() => document.getElementById("search")?.focus()),
    undo: undoLast,
    help: () => does(() => setHelps(true)),
  };
  useLayoutEffect(() => listen((action) => act[action]()));

  const pane = conversation ? (visitor ? "visitor" : "talk") : "inbox";
  return (
    <Main class="desk" data-pane={pane}>
      <h1 class="vh">{say("inbox")}</h1>
      <Inbox desk={desk} groups={groups} current={conversation} onHelp={() => setHelps(true)} />
      <Conversation desk={desk} conversation={conversation} onAsk={setAsked} />
      {state && <VisitorPanel desk={desk} state={state} events={desk.talk(state.id).events.value} />}
      {asked && state && (
        <Dialogs desk={desk} state={state} asked={asked} onAsk={setAsked} onClose={() => setAsked(null)} />
      )}
      {helps && <KeyList onClose={() => setHelps(false)} />}
    </Main>
  );
}

function does(what: () => void): true {
  what();
  return true;
}

function write(conversation: string | null, mode: Mode): boolean {
  if (!conversation) return false;
  drafts.set(conversation, { mode });
  document.getElementById("composer")?.focus();
  return true;
}

/** Opens it, and brings its row into sight. */
function show(conversation: string): void {
  go(inboxPath(conversation));
  const row = document.querySelector(`[data-conversation="${CSS.escape(conversation)}"]`);
  row?.scrollIntoView({ block: "nearest" });
}
