import { useMemo } from "preact/hooks";
import { type Conversation, replay, waiting } from "../../shared/conversation.ts";
import { lock } from "../../shared/icons.ts";
import type { Event } from "../../shared/protocol.ts";
import type { Answer } from "../api.ts";
import type { Desk } from "../desk.ts";
import { inboxPath, replayPath } from "../routes.ts";
import { api, supervises } from "../session/session.ts";
import { priorityWords } from "../settings/teams/urgency.tsx";
import { TalkLog } from "../talk/log.tsx";
import { Blank, Failed } from "../ui/blank.tsx";
import { useLoaded } from "../ui/loaded.ts";
import { Main } from "../ui/main.tsx";
import { visitorName } from "../ui/names.ts";
import { Skeleton } from "../ui/skeleton.tsx";
import { lasting } from "../ui/spans.ts";
import { capital, say } from "../words.ts";
import { toTheMinute, toTheSecond, wholeDay } from "./clock.ts";
import { usePlay } from "./play.ts";
import { Scrubber } from "./scrubber.tsx";
import { tell } from "./words.ts";

type Props = { desk: Desk; conversation: string; at: number | null };
type Part = { events: Event[]; upto: number; more?: boolean };

/** One conversation, as it stood at the moment that is chosen. */
export function TalkPage({ desk, conversation, at }: Props) {
  const [found, again] = useLoaded(conversation, () => allOf(conversation));
  if (found.state === "loading")
    return (
      <Main class="middle">
        <Skeleton label={tell("loading_replay")} />
      </Main>
    );
  if (found.state === "failed")
    return (
      <Main class="middle">
        {found.problem.code === "not_found" ? (
          <Blank
            alone
            icon={lock}
            title={say("no_such_conversation")}
            text={say("no_such_conversation_text")}
          />
        ) : (
          <Failed problem={found.problem} onRetry={again} />
        )}
      </Main>
    );
  return <Replayed desk={desk} conversation={conversation} events={found.value} at={at} />;
}

async function allOf(conversation: string): Promise<Answer<Event[]>> {
  const events: Event[] = [];
  for (let after = 0, more = true; more; ) {
    const path = `/conversations/${encodeURIComponent(conversation)}/events?after=${after}`;
    const part = await api.get<Part>(path);
    if (!part.ok) return part;
    events.push(...part.value.events);
    more = part.value.more === true && part.value.upto > after;
    after = part.value.upto;
  }
  return { ok: true, value: events };
}

type ReplayedProps = { desk: Desk; conversation: string; events: readonly Event[]; at: number | null };

function Replayed({ desk, conversation, events, at }: ReplayedProps) {
  const from = events[0]?.at ?? 0;
  const to = Math.max(from + 1, events.at(-1)?.at ?? 0);
  const rests = (moment: number) =>
    history.replaceState(null, "", replayPath(conversation, { at: String(Math.round(moment)) }));
  const play = usePlay(at ?? from, from, to, rests);
  const count = events.filter((event) => event.at <= play.at).length;
  const known = useMemo(() => events.slice(0, count), [events, count]);
  const state = useMemo(() => replay(known), [known]);
  const step = (by: number) => momentOf(events, play.at, by);
  const steps = {
    little: (_: number, forwards: boolean) => step(forwards ? 1 : -1),
    much: (_: number, forwards: boolean) => step(forwards ? 10 : -10),
  };
  const goTo = (by: number) => {
    const target = step(by);
    return target === play.at ? null : () => play.goTo(target);
  };
  return (
    <Main class="replay of-talk">
      <header class="bar">
        <h1>{tell("replay_of", { visitor: visitorName(state.visitor) })}</h1>
        <span class="soft small">{wholeDay(play.at)}</span>
        <span class="grow" />
        {supervises.value && (
          <a class="btn" href={replayPath("floor", { at: String(Math.round(play.at)) })}>
            {tell("floor_then")}
          </a>
        )}
        <a class="btn" href={inboxPath(conversation)}>
          {tell("now_page")}
        </a>
      </header>
      <div class="wrap">
        <Scrubber
          play={play}
          from={from}
          to={to}
          known={to}
          steps={steps}
          label={tell("time_of_day")}
          said={`${toTheSecond(play.at)} · ${tell("event_of", { n: count, count: events.length })}`}
          hint={tell("keys_conversation")}
          previous={{ label: tell("event_previous"), go: goTo(-1) }}
          next={{ label: tell("event_next"), go: goTo(1) }}
        >
          <Ticks events={events} from={from} to={to} />
        </Scrubber>
        <div class="two">
          <section class="card talk-then" aria-label={say("conversation")}>
            <TalkLog desk={desk} visitor={state.visitor} events={known} outgoing={[]} typing={[]} />
          </section>
          <Standing state={state} at={play.at} />
        </div>
      </div>
    </Main>
  );
}

/** The time of the event that is so many after the last one that has happened (before it, if negative). */
function momentOf(events: readonly Event[], at: number, by: number): number {
  const times = [...new Set(events.map((event) => event.at))];
  const place = times.findLastIndex((one) => one <= at);
  const within = Math.min(times.length - 1, Math.max(0, place + by));
  return times[within] ?? at;
}

/** Where something happened: who said it, and everything else, smaller. */
function Ticks({ events, from, to }: { events: readonly Event[]; from: number; to: number }) {
  return (
    <div class="ticks-of" aria-hidden="true">
      {events.map((event) => (
        <i
          key={event.seq}
          class={event.type === "message.sent" ? `said ${event.by.kind}` : ""}
          style={{ "--x": (100 * (event.at - from)) / (to - from) }}
        />
      ))}
    </div>
  );
}

function Standing({ state, at }: { state: Conversation; at: number }) {
  const owed = Object.entries(state.sla?.deadlines ?? {}).filter(([, by]) => by !== null);
  const rows: [string, string][] = [
    [tell("status_then"), statusOf(state)],
    [tell("who_waits"), whoActs(state)],
    [say("agent"), state.agent?.name ?? "–"],
    [tell("team"), state.team?.name ?? "–"],
    [say("since"), lasting(at - since(state))],
    [say("priority"), priorityWords(state.priority)],
    [
      tell("visitor"),
      state.visitor_left_at === null
        ? tell("is_here")
        : tell("is_away", { time: toTheMinute(state.visitor_left_at) }),
    ],
    ...owed.map(([target, by]): [string, string] => [
      capital(say(`what_${target as "first_response"}`)),
      tell("by_then", { time: toTheSecond(by) }),
    ]),
    ...(state.tags.length ? [[tell("tags_then"), state.tags.join(", ")] as [string, string]] : []),
  ];
  return (
    <section class="card block" aria-labelledby="h-st">
      <header>
        <h2 id="h-st">{tell("state_then")}</h2>
      </header>
      <dl class="stood num">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function statusOf(state: Conversation): string {
  if (state.status === "resolved") return say("standing_resolved");
  return state.status === "snoozed" ? say("standing_snoozed") : tell("is_open");
}

function whoActs(state: Conversation): string {
  const who = waiting(state);
  if (who === null) return tell("waits_nobody");
  return who === "agent" ? (state.agent?.name ?? say("agent")) : tell(`waits_${who}`);
}

/** Since when it has stood so. */
function since(state: Conversation): number {
  const who = waiting(state);
  if (who === "queue") return state.queued_at ?? state.last_at;
  if (who === "visitor") return state.spoke_at ?? state.started_at;
  if (who === null) return state.resolved_at ?? state.last_at;
  return state.turn_at ?? state.started_at;
}
