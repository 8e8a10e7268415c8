// What the interface fetches once it is on screen: everything about a conversation, the socket client too.

import type { ComponentChildren } from "preact";
import css from "#talk-style";
import { keepAwake } from "../../shared/awake.ts";
import { Connection } from "../../shared/connection.ts";
import type { Front } from "../front/front.ts";
import { addSheet } from "../front/sheet.ts";
import type { Interface, Place } from "../place.ts";
import { pageCalls } from "./calls.ts";
import { Chat } from "./chat.ts";
import { Head } from "./head.tsx";
import { Later } from "./later.tsx";
import { asksQuestion, lacksTopic, Middle } from "./middle.tsx";
import { service } from "./truth.ts";

export type Talk = {
  chat: Chat;
  /** Carries out the page's calls. */
  call: Interface;
  truth: (now: number) => string;
  asksQuestion: () => boolean;
  Head: typeof Head;
  Middle: typeof Middle;
  Teaser: (props: { chat: Chat; open: () => void }) => ComponentChildren;
};

export function begin(front: Front, place: Place): Talk {
  addSheet(place, css);
  const now = () => Date.now();
  const { memory } = front;
  const connection = new Connection({
    url: new URL(place.base).origin,
    namespace: "/visitor",
    auth: () => {
      const { token } = memory.kept;
      return token ? { ...hello(place), token } : hello(place);
    },
  });
  keepAwake(connection);
  const chat = new Chat({ front, now, connection });
  if (place.topic) chat.topic = null;
  connection.connect();
  return {
    chat,
    call: pageCalls(chat),
    truth: (instant) => service(chat, instant),
    asksQuestion: () => asksQuestion(chat) || lacksTopic(chat),
    Head,
    Middle,
    Teaser: (of) => chat.teaser && <Later of={of} load={async () => (await import("./teaser.tsx")).Teaser} />,
  };
}

/** Fields that are undefined are not sent. */
function hello({ site, team, topic, locale }: Place): Record<string, unknown> {
  const { href, protocol } = location;
  if (!/^https?:$/.test(protocol)) return { site, team, topic, locale };
  const cut = (text: string, longest: number) => text.slice(0, longest);
  const page = {
    url: cut(href, 2000),
    title: cut(document.title, 500),
    referrer: cut(document.referrer, 2000),
  };
  return { site, team, topic, locale, page };
}
