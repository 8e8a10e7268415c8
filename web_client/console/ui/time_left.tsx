import { Icon } from "../../shared/icon.tsx";
import { alert, clock } from "../../shared/icons.ts";
import { now } from "../now.ts";
import { say } from "../words.ts";
import { type Due, isSoon } from "./due.ts";
import { lasting } from "./spans.ts";

/** How long there is until a promise is due, or for how long it has been: in colour, with a sign, and in words. */
export function TimeLeft({ due, at = now.value }: { due: Due; at?: number }) {
  const left = due.at - at;
  const what = say(`what_${due.target}`);
  const time = lasting(Math.abs(left));
  const words = left < 0 ? say("time_over", { time }) : say("time_left", { time });
  return (
    <span title={what} class={`left num ${left < 0 ? "late" : isSoon(left) ? "soon" : ""}`}>
      <Icon d={left < 0 ? alert : clock} small />
      <span class="vh">{what}: </span>
      {words}
    </span>
  );
}
