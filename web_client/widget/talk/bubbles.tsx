import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { alert, checks, clock } from "../../shared/icons.ts";
import { LINK_REL, linked } from "../../shared/links.ts";
import type { Outgoing } from "../../shared/outbox.ts";
import type { Sender } from "../../shared/protocol.ts";
import { say, sorry, time } from "../words.ts";
import type { Chat } from "./chat.ts";
import type { Group } from "./lines.ts";

function Text({ text }: { text: string }) {
  return (
    <>
      {linked(text).map((part) =>
        part.href ? (
          <a href={part.href} target="_blank" rel={LINK_REL}>
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
}

function Bubble({ text, mine }: { text: string; mine?: boolean }) {
  return (
    <p class="b" dir="auto">
      {mine && <span class="vh">{say("you")} </span>}
      <Text text={text} />
    </p>
  );
}

export const kindOf = (by: Sender) => (by.kind === "bot" ? "bot" : "person");

/** Messages of one sender in a row. */
export function Messages({ group, chat }: { group: Group; chat: Chat }) {
  const bubbles = group.messages.map((message) => (
    <Bubble key={message.seq} text={message.text} mine={group.mine} />
  ));
  if (group.mine) {
    return (
      <li class="m me">
        {bubbles}
        <p class="meta num">
          {group.mark === "read" && <Icon d={checks} small />}
          {say(group.mark, { time: time(group.at) })}
        </p>
      </li>
    );
  }
  const { by } = group;
  const name = by.name ?? chat.welcome?.butler.name ?? "";
  return (
    <li class="m">
      <Avatar kind={kindOf(by)} name={name} />
      <p class="who">
        <b>{name}</b>
        {by.kind === "bot" && `, ${say("automatic")}`}
      </p>
      {bubbles}
    </li>
  );
}

/** A message that is not stored yet: on its way, held while there is no connection, or refused. */
export function Unsent({ message, chat }: { message: Outgoing; chat: Chat }) {
  const isHeld = message.state !== "sent" && chat.awaySince !== null;
  if (message.state === "failed") return <Lost message={message} chat={chat} />;
  return (
    <li class={`m me${isHeld ? " held" : ""}`}>
      <Bubble text={message.text} mine />
      <p class="meta">
        <Icon d={clock} small />
        {say(isHeld ? "held" : "sending")}
      </p>
    </li>
  );
}

function Lost({ message, chat }: { message: Outgoing; chat: Chat }) {
  const code = message.error?.code ?? "other";
  const edit = () =>
    chat.front.typed(chat.outbox.discard(message.id) + (chat.front.draft && `\n${chat.front.draft}`));
  const again = () => chat.outbox.retry(message.id);
  const mayHelp = /^(rate_limited|storage|internal)$/.test(code);
  return (
    <li class="m me lost">
      <Bubble text={message.text} mine />
      <p class="meta" role="alert">
        <Icon d={alert} small />
        {sorry(code)}
        {mayHelp && (
          <button type="button" class="btn" onClick={again}>
            {say("try_again")}
          </button>
        )}
        <button type="button" class="btn" onClick={edit}>
          {say("edit")}
        </button>
      </p>
    </li>
  );
}

export function Typing({ chat }: { chat: Chat }) {
  const name = chat.typing.names[0];
  if (name === undefined) return null;
  return (
    <li class="m" aria-live="off">
      <Avatar kind={chat.agent ? "person" : "bot"} name={name} />
      <p class="b typing">
        <i />
        <i />
        <i />
        <span class="vh">{say("typing", { name: name || (chat.welcome?.butler.name ?? "") })}</span>
      </p>
    </li>
  );
}
