import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { back, more, mute, off, sound } from "../../shared/icons.ts";
import { Minimise } from "../front/hero.tsx";
import type { Look } from "../place.ts";
import { say, time } from "../words.ts";
import type { Chat } from "./chat.ts";
import { service } from "./truth.ts";

type Props = { chat: Chat; look: Look; now: number; minimise: () => void };

/** Whom one talks with, and whether there is a connection. */
export function Head({ chat, look, now, minimise }: Props) {
  const { agent } = chat;
  return (
    <header class="cw-head">
      <button
        type="button"
        class="btn plain icon"
        aria-label={say("back")}
        onClick={() => chat.front.show("home")}
      >
        <Icon d={back} flip />
      </button>
      <Avatar kind={agent ? "person" : "bot"} name={agent?.name} />
      <div class="grow">
        <h2 class="cut">
          <bdi>{agent?.name ?? look.name}</bdi>
        </h2>
        <p class="cut">
          <Standing chat={chat} now={now} />
        </p>
      </div>
      <More chat={chat} />
      <Minimise minimise={minimise} />
    </header>
  );
}

function Standing({ chat, now }: { chat: Chat; now: number }) {
  const { welcome, agent } = chat;
  if (chat.awaySince !== null) {
    return (
      <>
        <Icon d={off} small /> {say("reconnecting")}
      </>
    );
  }
  if (!welcome) return <>{say("moment")}</>;
  const ended =
    chat.state?.status === "resolved" && chat.events.findLast((event) => event.type === "resolved");
  if (ended) return <>{say("ended", { time: time(ended.at) })}</>;
  if (agent) return <Dot text={say("with_you")} />;
  if (!welcome.service.open) return <Dot off text={service(chat, now)} />;
  if (welcome.service.slow) return <Dot off text={say("slow")} />;
  if (welcome.service.online) return <Dot text={say("here")} />;
  return <>{say("butler", { name: welcome.butler.name })}</>;
}

function Dot({ text, off: isOff }: { text: string; off?: boolean }) {
  return (
    <>
      <span class={isOff ? "dot off" : "dot"} aria-hidden="true" />
      {text}
    </>
  );
}

function More({ chat }: { chat: Chat }) {
  const isMute = chat.front.memory.kept.mute === true;
  return (
    <details class="cw-more">
      <summary class="btn plain icon" aria-label={say("more")}>
        <Icon d={more} />
      </summary>
      <div class="card">
        <button type="button" class="btn plain" aria-pressed={!isMute} onClick={() => chat.mute(!isMute)}>
          <Icon d={isMute ? mute : sound} small />
          {say("sound")}
        </button>
        {chat.isOpen && (
          <button
            type="button"
            class="btn plain"
            onClick={(event) => {
              event.currentTarget.closest("details")?.removeAttribute("open");
              void chat.end();
            }}
          >
            {say("end")}
          </button>
        )}
      </div>
    </details>
  );
}
