import { useEffect } from "preact/hooks";
import { check, off } from "../../shared/icons.ts";
import type { Desk } from "../desk.ts";
import type { Route } from "../routes.ts";
import { isAway, isBack } from "../ui/back.ts";
import { time } from "../ui/spans.ts";
import { Told } from "../ui/told.tsx";
import { say } from "../words.ts";

const NEWS_FOR = 8_000; // ms

type Props = { desk: Desk; page: Route["page"] };

/** Away from the server, and back again with what was missed: in the words of the page that one is on. */
export function ConnectionBar({ desk, page }: Props) {
  const away = desk.awaySince.value;
  const fetched = desk.caughtUp.value;
  useEffect(() => {
    if (fetched === null) return;
    isBack();
    const timer = setTimeout(() => {
      desk.caughtUp.value = null;
    }, NEWS_FOR);
    return () => clearTimeout(timer);
  }, [desk, fetched]);
  useEffect(() => {
    isAway.value = away !== null;
    return () => {
      isAway.value = false;
    };
  }, [away]);
  const writes = page === "inbox" || page === "watch";
  if (away !== null) {
    const pending = desk.outgoing.value.filter((message) => message.state === "pending").length;
    // The board says by itself that it stands still.
    if (page === "board" && pending === 0) return null;
    const held = pending ? ` ${say("held_messages", { n: pending })}` : "";
    const since = say(writes ? "away_since" : "away_reading", { time: time(away) });
    return (
      <div class="on-top">
        <Told kind="warn" icon={off} text={since + held} />
      </div>
    );
  }
  if (fetched === null) return null;
  const news = writes && fetched > 0 ? say("back_again", { n: fetched }) : say("back_plain");
  return (
    <div class="on-top">
      <Told kind="good" icon={check} text={news} />
    </div>
  );
}
