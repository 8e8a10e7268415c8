import { Icon } from "../../shared/icon.tsx";
import { back, bolt, check, clock, more, person, plus, retry, snooze, swap } from "../../shared/icons.ts";
import type { State } from "../../shared/state.ts";
import { reopen, take } from "../actions.ts";
import type { Desk } from "../desk.ts";
import { isMine } from "../inbox/shelf.ts";
import { now } from "../now.ts";
import { inboxPath, replayPath } from "../routes.ts";
import { dueOf } from "../ui/due.ts";
import { KeyCap } from "../ui/key_cap.tsx";
import { visitorName } from "../ui/names.ts";
import { history } from "../ui/signs.ts";
import { lasting } from "../ui/spans.ts";
import { TimeLeft } from "../ui/time_left.tsx";
import { say } from "../words.ts";
import type { Asked } from "./dialogs.tsx";
import { NeedTags } from "./need_tags.tsx";

type Props = { desk: Desk; state: State; onAsk: (asked: Asked) => void };

/** Whose conversation it is, how it stands, and what one can do with it. */
export function Head({ desk, state, onAsk }: Props) {
  const me = desk.me.value;
  const mine = me !== null && isMine(state, me);
  const open = state.status !== "resolved";
  const due = dueOf(state, now.value);
  const name = visitorName(state.visitor);
  return (
    <header class="pane-head">
      <a class="btn plain icon only-phone" href="#/inbox" aria-label={say("back_to_inbox")}>
        <Icon d={back} flip />
      </a>
      <div class="who">
        <h2 id="h-t" class="cut">
          <bdi>{name}</bdi>
        </h2>
        <p class="standing">
          {due && <TimeLeft due={due} />}
          <Standing state={state} mine={mine} />
          {open && <NeedTags state={state} />}
        </p>
      </div>
      {open && state.agent === null && (
        <button type="button" class="btn primary" onClick={() => void take(desk, state)}>
          <Icon d={plus} small />
          {say("take")} <KeyCap of="A" />
        </button>
      )}
      {open && <Buttons onAsk={onAsk} taken={state.agent !== null} />}
      {!open && (
        <button type="button" class="btn" onClick={() => void reopen(desk, state)}>
          <Icon d={retry} small />
          {say("reopen")}
        </button>
      )}
      <a
        class="btn plain icon only-desk"
        href={replayPath(state.id, {})}
        aria-label={say("replay")}
        title={say("replay")}
      >
        <Icon d={history} />
      </a>
      <a
        class="btn plain icon only-narrow"
        href={inboxPath(state.id, true)}
        aria-label={say("about_visitor", { visitor: name })}
      >
        <Icon d={person} />
      </a>
    </header>
  );
}

function Buttons({ onAsk, taken }: { onAsk: (asked: Asked) => void; taken: boolean }) {
  return (
    <>
      <button type="button" class="btn only-desk" title={say("transfer")} onClick={() => onAsk("transfer")}>
        <Icon d={swap} small />
        <span class="word">{say("transfer")}</span> <KeyCap of="T" />
      </button>
      <button type="button" class="btn only-desk" title={say("snooze")} onClick={() => onAsk("snooze")}>
        <Icon d={snooze} small />
        <span class="word">{say("snooze")}</span> <KeyCap of="Z" />
      </button>
      {/* A phone has room for one: taking comes before resolving. */}
      <button type="button" class={`btn ${taken ? "" : "only-desk"}`} onClick={() => onAsk("resolve")}>
        <Icon d={check} small />
        {say("resolve")} <KeyCap of="E" />
      </button>
      <button
        type="button"
        class="btn plain icon only-phone"
        aria-label={say("more_actions")}
        onClick={() => onAsk("more")}
      >
        <Icon d={more} />
      </button>
    </>
  );
}

function Standing({ state, mine }: { state: State; mine: boolean }) {
  if (state.status === "resolved") return <>{say("standing_resolved")}</>;
  if (state.status === "snoozed") return <>{say("standing_snoozed")}</>;
  const since = lasting(now.value - (state.waiting_since ?? state.started_at));
  if (state.waiting === "queue")
    return (
      <span class="left num">
        <Icon d={clock} small />
        {say("standing_queue", { time: since })}
      </span>
    );
  if (state.waiting === "bot") return <>{say("standing_bot")}</>;
  if (mine && state.offered_until != null)
    return (
      <span class="left num soon">
        <Icon d={bolt} small />
        {say("standing_offered", { time: lasting(state.offered_until - now.value) })}
      </span>
    );
  const agent = state.agent?.name ?? say("somebody");
  if (state.waiting === "visitor")
    return <>{mine ? say("standing_visitor") : say("standing_theirs", { agent })}</>;
  return (
    <span class="left num">
      <Icon d={clock} small />
      {mine ? say("standing_reply", { time: since }) : say("standing_theirs_reply", { agent, time: since })}
    </span>
  );
}
