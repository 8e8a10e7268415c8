import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { bolt, clock } from "../../shared/icons.ts";
import type { State } from "../../shared/state.ts";
import { now } from "../now.ts";
import { inboxPath } from "../routes.ts";
import { priorityWords } from "../settings/teams/urgency.tsx";
import { dueOf } from "../ui/due.ts";
import { visitorName } from "../ui/names.ts";
import { flag } from "../ui/signs.ts";
import { lasting, moment } from "../ui/spans.ts";
import { TimeLeft } from "../ui/time_left.tsx";
import { say } from "../words.ts";
import { lastWords } from "./last_words.ts";

type Props = { state: State; current: boolean; mine: boolean };

/** A conversation in the inbox: who, since when, the last words, how much is unread. */
export function Row({ state, current, mine }: Props) {
  const unread = mine || state.waiting === "queue" ? (state.unread ?? 0) : 0;
  return (
    <li>
      <a
        class={`conv ${unread > 0 ? "new" : ""}`}
        href={inboxPath(state.id)}
        aria-current={current ? "true" : undefined}
        data-conversation={state.id}
      >
        <Avatar kind="visitor" name={state.visitor.name} />
        <span class="body">
          <span>
            <b class="cut">
              <bdi>{visitorName(state.visitor)}</bdi>
            </b>
            <Since state={state} />
          </span>
          <span>
            <span class="last cut" dir="auto">
              {lastWords(state, mine)}
            </span>
            <Urgent state={state} mine={mine} />
            {unread > 0 && (
              <span class="count num">
                {unread}
                <span class="vh"> {say("unread")}</span>
              </span>
            )}
          </span>
        </span>
      </a>
    </li>
  );
}

function Since({ state }: { state: State }) {
  if (state.status === "resolved")
    return <span class="left num">{moment(state.resolved_at ?? state.started_at, now.value)}</span>;
  if (state.status === "snoozed")
    return (
      <span class="left num">
        {state.snoozed_until ? say("until", { time: moment(state.snoozed_until, now.value) }) : ""}
      </span>
    );
  const since = state.waiting_since ?? state.preview?.at ?? state.started_at;
  const waits = state.waiting === "agent" || state.waiting === "queue";
  const due = waits ? dueOf(state, now.value) : null;
  if (due) return <TimeLeft due={due} />;
  return (
    <span class="left num">
      {waits && <Icon d={clock} small />}
      {waits && <span class="vh">{say("waiting_for")} </span>}
      {lasting(now.value - since)}
    </span>
  );
}

/** In how much time it is to be answered before the next one gets it; else how urgent it is. */
function Urgent({ state, mine }: { state: State; mine: boolean }) {
  if (mine && state.offered_until != null)
    return (
      <span class="tag warn num">
        <Icon d={bolt} small />
        {lasting(state.offered_until - now.value)}
        <span class="vh"> {say("to_answer_it")}</span>
      </span>
    );
  if (state.first_to_take)
    return (
      <span class="tag brand">
        <Icon d={bolt} small />
        {say("first_to_take")}
      </span>
    );
  const priority = state.priority ?? 0;
  if (priority <= 0) return null;
  return (
    <span class="tag warn num">
      <Icon d={flag} small />
      {priority}
      <span class="vh"> {priorityWords(priority)}</span>
    </span>
  );
}
