import type { ComponentChildren } from "preact";
import { Icon } from "../../shared/icon.tsx";
import { Choice } from "../ui/choice.tsx";
import { next, pause, previous, play as run } from "../ui/signs.ts";
import { type Play, SPEEDS, type Speed, type Steps, stepped } from "./play.ts";
import { tell } from "./words.ts";

type Props = {
  play: Play;
  from: number;
  to: number;
  /** How far one can go; what comes later is not known yet. */
  known: number;
  steps: Steps;
  /** What the slider is of, where it stands in words, and what its keys do. */
  label: string;
  said: string;
  hint: string;
  previous: { label: string; go: (() => void) | null };
  next: { label: string; go: (() => void) | null };
  children?: ComponentChildren;
};

/** The slider, with the strip above it, and the buttons that play. */
export function Scrubber({ play, from, to, known, steps, label, said, hint, children, ...ways }: Props) {
  return (
    <section class="card scrub" aria-label={label}>
      <div class="row scrub-row">
        <button type="button" class="btn primary play" aria-pressed={play.playing} onClick={play.toggle}>
          <Icon d={play.playing ? pause : run} small />
          {play.playing ? tell("pause") : tell("play")}
        </button>
        <Choice<`${Speed}`>
          label={tell("speed")}
          value={`${play.speed}`}
          options={SPEEDS.map((speed) => ({
            value: `${speed}` as const,
            label: tell("at_speed", { n: speed }),
          }))}
          onChoose={(speed) => play.setSpeed(Number(speed) as Speed)}
        />
        <span class="grow" />
        <p class="num now-at" aria-hidden="true">
          {said}
        </p>
        <Step way={ways.previous} sign={previous} />
        <Step way={ways.next} sign={next} />
      </div>
      <div class="track" style={{ "--known": (100 * (known - from)) / (to - from) }}>
        {children}
        <input
          type="range"
          min={from}
          max={known}
          step="any"
          value={play.at}
          aria-label={label}
          aria-valuetext={said}
          title={hint}
          onInput={(event) => play.goTo(Number(event.currentTarget.value))}
          onKeyDown={(event) => {
            if (event.altKey || event.ctrlKey || event.metaKey) return;
            const found = stepped(event.key, play.at, from, known, steps);
            if (found === null) return;
            event.preventDefault();
            play.goTo(found);
          }}
        />
      </div>
      <p class="small faint only-desk">{hint}</p>
    </section>
  );
}

function Step({ way, sign }: { way: Props["next"]; sign: string }) {
  return (
    <button
      type="button"
      class="btn icon"
      aria-label={way.label}
      aria-disabled={way.go === null}
      onClick={() => way.go?.()}
    >
      <Icon d={sign} flip />
    </button>
  );
}
