import { useEffect } from "preact/hooks";
import { check, off } from "../../shared/icons.ts";
import type { Desk } from "../desk.ts";
import { time } from "../ui/spans.ts";
import { Told } from "../ui/told.tsx";
import { say } from "../words.ts";

const NEWS_FOR = 8_000; // ms

/** Away from the server, and back again with what was missed. */
export function ConnectionBar({ desk }: { desk: Desk }) {
  const away = desk.awaySince.value;
  const fetched = desk.caughtUp.value;
  useEffect(() => {
    if (fetched === null) return;
    const timer = setTimeout(() => {
      desk.caughtUp.value = null;
    }, NEWS_FOR);
    return () => clearTimeout(timer);
  }, [desk, fetched]);
  if (away !== null) {
    const pending = desk.outgoing.value.filter((message) => message.state === "pending").length;
    const held = pending ? ` ${say("held_messages", { n: pending })}` : "";
    return (
      <div class="on-top">
        <Told kind="warn" icon={off} text={say("away_since", { time: time(away) }) + held} />
      </div>
    );
  }
  if (fetched === null) return null;
  return (
    <div class="on-top">
      <Told kind="good" icon={check} text={say("back_again", { n: fetched })} />
    </div>
  );
}
