import css from "#teaser-style";
import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { close } from "../../shared/icons.ts";
import { say } from "../words.ts";
import { kindOf } from "./bubbles.tsx";
import type { Chat } from "./chat.ts";
import { dress } from "./dress.ts";

/** The last answer, beside the closed launcher. */
export function Teaser({ chat, open }: { chat: Chat; open: () => void }) {
  const { teaser } = chat;
  if (!teaser) return null;
  return (
    <div class="teaser" role="status" ref={dressed}>
      <Avatar kind={kindOf(teaser.by)} name={teaser.by.name} />
      <button type="button" class="cw-peek" onClick={open}>
        <b>{teaser.by.name ?? chat.welcome?.butler.name}</b>
        <span dir="auto">{teaser.text}</span>
      </button>
      <button
        type="button"
        class="btn plain icon"
        aria-label={say("hide_teaser")}
        onClick={() => chat.hideTeaser()}
      >
        <Icon d={close} small />
      </button>
    </div>
  );
}

const dressed = (element: HTMLElement | null) => dress(element, css);
