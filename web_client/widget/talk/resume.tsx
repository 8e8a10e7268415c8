import { Avatar } from "../../shared/avatar.tsx";
import { say } from "../words.ts";
import type { Chat } from "./chat.ts";
import { lastMessage } from "./lines.ts";

/** The conversation one had, on the first page. */
export function Resume({ chat }: { chat: Chat }) {
  const last = lastMessage(chat.events);
  if (!last) return null;
  const { agent } = chat;
  const unread = chat.unread.length;
  return (
    <div class="card">
      <button type="button" class="cw-resume" onClick={() => chat.front.show("chat")}>
        <Avatar kind={agent ? "person" : "bot"} name={agent?.name} />
        <b>{agent?.name ?? say("resume")}</b>
        <span class="soft cut" dir="auto">
          {last.text}
        </span>
        {unread > 0 && (
          <span class="count">
            <span class="vh">{say("unread")} </span>
            {unread}
          </span>
        )}
      </button>
    </div>
  );
}
