import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Avatar } from "../../shared/avatar.tsx";
import { Icon } from "../../shared/icon.tsx";
import { board, bow, chart, gear, inbox } from "../../shared/icons.ts";
import type { Desk } from "../desk.ts";
import { repliesDue } from "../inbox/shelf.ts";
import type { Route } from "../routes.ts";
import { me, supervises } from "../session/session.ts";
import { presenceWords } from "../ui/absences.ts";
import { PresenceDot } from "../ui/presence.tsx";
import { say } from "../words.ts";
import { OwnMenu } from "./own_menu.tsx";

/** The way to each page, and at its foot oneself. */
export function Rail({ desk, page }: { desk: Desk; page: Route["page"] }) {
  const who = desk.me.value;
  const due = who ? repliesDue(desk.states.value.values(), who) : 0;
  return (
    <nav class="rail" aria-label={say("main")}>
      <a class="logo" href="#/inbox" aria-label={say("home")}>
        <Icon d={bow} />
      </a>
      <a class="go" href="#/inbox" aria-current={page === "inbox" ? "page" : undefined}>
        <Icon d={inbox} />
        {say("rail_inbox")}
        {due > 0 && (
          <span class="count num">
            {due}
            <span class="vh"> {say("need_a_reply")}</span>
          </span>
        )}
      </a>
      {supervises.value && (
        <a class="go" href="#/board" aria-current={page === "board" ? "page" : undefined}>
          <Icon d={board} />
          {say("live")}
        </a>
      )}
      <a class="go" href="#/reports" aria-current={page === "reports" ? "page" : undefined}>
        <Icon d={chart} />
        {say("rail_reports")}
      </a>
      {supervises.value && (
        <a class="go" href="#/settings/sites" aria-current={page === "settings" ? "page" : undefined}>
          <Icon d={gear} />
          {say("rail_settings")}
        </a>
      )}
      <Own desk={desk} />
    </nav>
  );
}

function Own({ desk }: { desk: Desk }) {
  const [open, setOpen] = useState(false);
  const area = useRef<HTMLDivElement>(null);
  const name = me.value?.name ?? "";
  const status = desk.me.value?.status ?? null;
  // Before it is painted: whoever sees the menu may press Escape already.
  useLayoutEffect(() => {
    if (!open) return;
    const elsewhere = (event: Event) => {
      if (event.target instanceof Node && !area.current?.contains(event.target)) setOpen(false);
    };
    const escaped = (event: KeyboardEvent) => {
      if (event.key !== "Escape") return;
      setOpen(false);
      area.current?.querySelector("button")?.focus();
    };
    document.addEventListener("pointerdown", elsewhere);
    document.addEventListener("focusin", elsewhere);
    document.addEventListener("keydown", escaped);
    return () => {
      document.removeEventListener("pointerdown", elsewhere);
      document.removeEventListener("focusin", elsewhere);
      document.removeEventListener("keydown", escaped);
    };
  }, [open]);
  return (
    <div class="own" ref={area}>
      <button type="button" class="me" aria-expanded={open} onClick={() => setOpen(!open)}>
        <span class="with-dot">
          <Avatar kind="person" name={name} small />
          {status && <PresenceDot status={status} />}
        </span>
        <span class="cut">{name.split(/\s+/)[0]}</span>
        <span class="vh">
          , {status ? presenceWords(status, desk.me.value?.reason) : say("presence_unknown")}:{" "}
          {say("change_status")}
        </span>
      </button>
      {open && <OwnMenu desk={desk} onClose={() => setOpen(false)} />}
    </div>
  );
}
