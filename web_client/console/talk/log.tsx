import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { lock } from "../../shared/icons.ts";
import type { Outgoing } from "../../shared/outbox.ts";
import type { Event, Named } from "../../shared/protocol.ts";
import type { Desk } from "../desk.ts";
import { now } from "../now.ts";
import { visitorName } from "../ui/names.ts";
import { Prose } from "../ui/prose.tsx";
import { day, sameDay, time } from "../ui/spans.ts";
import { say } from "../words.ts";
import { happened } from "./happened.ts";
import { type Line, linesOf, type Said } from "./lines.ts";
import { OnItsWay } from "./on_its_way.tsx";
import type { Typist } from "./typists.ts";
import { Why } from "./why.tsx";

type Props = {
  desk: Desk;
  visitor: Named;
  events: readonly Event[];
  outgoing: readonly Outgoing[];
  typing: readonly Typist[];
};

/** What was said and what happened, newest at the foot. */
export function TalkLog({ desk, visitor, events, outgoing, typing }: Props) {
  const myId = desk.me.value?.id ?? null;
  const name = visitorName(visitor);
  return (
    <div
      class="scroll talk-log"
      role="log"
      aria-live="polite"
      aria-label={say("conversation_with", { visitor: name })}
      tabIndex={0}
    >
      <ol>
        {linesOf(events, sameDay).map((line) => (
          <OneLine key={line.key} line={line} visitor={visitor} myId={myId} />
        ))}
        {outgoing.map((message) => (
          <OnItsWay key={message.id} message={message} desk={desk} />
        ))}
        {typing
          .filter((typist) => typist.id !== myId)
          .map((typist) => (
            <Typing key={typist.id} typist={typist} visitor={visitor} />
          ))}
      </ol>
    </div>
  );
}

function OneLine({ line, visitor, myId }: { line: Line; visitor: Named; myId: string | null }) {
  if (line.kind === "said") return <SaidLine said={line} visitor={visitor} myId={myId} />;
  if (line.kind === "day")
    return (
      <li class="ev day">
        <span>{day(line.at, now.peek())}</span>
      </li>
    );
  if (line.event.type === "routed")
    return (
      <li>
        <Why event={line.event} myId={myId} />
      </li>
    );
  const shown = happened(line.event, myId);
  if (!shown) return null;
  return (
    <li class="ev">
      <Icon d={shown.icon} small />
      <span>{shown.text}</span>
      <time class="num" dateTime={new Date(line.event.at).toISOString()}>
        {time(line.event.at)}
      </time>
    </li>
  );
}

function SaidLine({ said, visitor, myId }: { said: Said; visitor: Named; myId: string | null }) {
  const mine = said.by.kind === "agent" && said.by.id === myId;
  const names = [
    "msg",
    said.by.kind === "bot" && "butler",
    said.note && "note",
    said.whisper !== undefined && "whisper",
  ]
    .filter(Boolean)
    .join(" ");
  const kind = said.by.kind === "bot" ? "bot" : said.by.kind === "visitor" ? "visitor" : "person";
  return (
    <li class={names}>
      <Avatar kind={kind} name={kind === "visitor" ? visitor.name : said.by.name} />
      <header>
        <b>
          <bdi>{mine ? say("you") : speaker(said, visitor)}</bdi>
        </b>
        {said.by.kind === "bot" && <span>{say("automatic")}</span>}
        {said.note && (
          <span class="only-team">
            <Icon d={lock} small />
            {said.whisper === undefined
              ? say("note_only_team")
              : say("whisper_only", { agent: said.whisper?.name ?? say("agent") })}
          </span>
        )}
        <time class="num" dateTime={new Date(said.at).toISOString()}>
          {time(said.at)}
        </time>
        {said.by.kind === "agent" && !said.note && said.read && <span>{say("read")}</span>}
      </header>
      {said.texts.map((text) => (
        <div key={text.seq} class="text">
          <Prose text={text.text} />
          {text.choices.length > 0 && (
            <ul class="choices">
              {text.choices.map((choice) => (
                <li key={choice} class="tag">
                  {choice}
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </li>
  );
}

function speaker(said: Said, visitor: Named): string {
  if (said.by.kind === "visitor") return visitorName(visitor);
  return said.by.name ?? (said.by.kind === "bot" ? say("butler") : say("agent"));
}

function Typing({ typist, visitor }: { typist: Typist; visitor: Named }) {
  const isVisitor = typist.kind === "visitor";
  const name = isVisitor ? visitorName(visitor) : (typist.name ?? say("agent"));
  return (
    <li class="msg live" aria-live="off">
      <Avatar kind={isVisitor ? "visitor" : "person"} name={isVisitor ? visitor.name : name} />
      <header>
        <span>{say("is_typing", { name })}</span>
      </header>
      {typist.text && <p class="prose">{typist.text}</p>}
    </li>
  );
}
