import { useMemo } from "preact/hooks";
import { toTheMinute } from "./clock.ts";
import { type Day, stripOf } from "./floor.ts";
import { tell } from "./words.ts";

const PARTS = 288; // five minutes each, on a day of 24 hours
const HIGH = 100;

type Props = { day: Day; at: number; team: string | null };

/** Who waited and who was there, over the day: a hill for each, on a scale of its own. */
export function Strips({ day, at: now, team }: Props) {
  const strip = useMemo(() => stripOf(day, PARTS, team), [day, team]);
  const at = (part: number) => toTheMinute(day.from + (part * (day.to - day.from)) / PARTS, day.tz);
  const top = (values: number[]) => Math.max(...values);
  const first = (values: number[]) => at(values.indexOf(top(values)));
  const sentence = tell("strip_says", {
    queue: top(strip.queue),
    queue_at: first(strip.queue),
    online: top(strip.online),
    online_at: first(strip.online),
  });
  return (
    <div class="strips" role="img" aria-label={sentence}>
      <OneStrip name={tell("queue_strip")} values={strip.queue} kind="queue" />
      <OneStrip name={tell("online_strip")} values={strip.online} kind="online" />
      <Hours day={day} />
      <i class="cursor" style={{ "--x": (100 * (now - day.from)) / (day.to - day.from) }} />
    </div>
  );
}

function OneStrip({ name, values, kind }: { name: string; values: number[]; kind: string }) {
  const most = Math.max(1, ...values);
  const steps = values.map((value, part) => `V${HIGH - (HIGH * value) / most}H${part + 1}`);
  return (
    <div class={`strip ${kind}`}>
      <p class="num" aria-hidden="true">
        {name} <span class="faint">{tell("at_most", { n: Math.max(...values) })}</span>
      </p>
      <svg viewBox={`0 0 ${PARTS} ${HIGH}`} preserveAspectRatio="none" aria-hidden="true">
        <path d={`M0 ${HIGH}${steps.join("")}V${HIGH}Z`} />
      </svg>
    </div>
  );
}

const EACH = 3 * 3_600_000; // ms

/** Every third hour that there is on this day. */
function Hours({ day }: { day: Day }) {
  const marks: number[] = [];
  for (let at = day.from; at < day.to; at += EACH) marks.push(at);
  return (
    <div class="hours-of num" aria-hidden="true">
      {marks.map((at) => (
        <span key={at} style={{ "--x": (100 * (at - day.from)) / (day.to - day.from) }}>
          {toTheMinute(at, day.tz)}
        </span>
      ))}
    </div>
  );
}
