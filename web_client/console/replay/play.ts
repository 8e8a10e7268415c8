import { useEffect, useRef, useState } from "preact/hooks";

export const SPEEDS = [1, 10, 60, 600] as const;
export type Speed = (typeof SPEEDS)[number];

/** ms; more often nobody can see it. */
const REDRAWN_EVERY = 100;

export type Steps = {
  /** By an arrow key, and by a page key; both from where one is, forwards or back. */
  little: (at: number, forwards: boolean) => number;
  much: (at: number, forwards: boolean) => number;
};

/** Where a key leads on the slider; null: it is none of its keys. */
export function stepped(key: string, at: number, from: number, to: number, steps: Steps): number | null {
  const found = target(key, at, from, to, steps);
  return found === null ? null : Math.min(to, Math.max(from, found));
}

function target(key: string, at: number, from: number, to: number, steps: Steps): number | null {
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return steps.little(at, true);
    case "ArrowLeft":
    case "ArrowDown":
      return steps.little(at, false);
    case "PageUp":
      return steps.much(at, true);
    case "PageDown":
      return steps.much(at, false);
    case "Home":
      return from;
    case "End":
      return to;
    default:
      return null;
  }
}

export type Play = {
  at: number;
  playing: boolean;
  speed: Speed;
  goTo: (at: number) => void;
  toggle: () => void;
  setSpeed: (speed: Speed) => void;
};

/** A moment between `from` and `to` (ms) that runs on while it is played. `moved` is told where it rests. */
export function usePlay(start: number, from: number, to: number, moved: (at: number) => void): Play {
  const within = (one: number) => Math.min(to, Math.max(from, one));
  const [at, setAt] = useState(() => within(start));
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState<Speed>(60);
  const now = useRef(at);
  now.current = at;
  const tell = useRef(moved);
  tell.current = moved;

  useEffect(() => {
    if (!playing) return;
    let last = performance.now();
    const timer = setInterval(() => {
      const time = performance.now();
      const next = Math.min(to, now.current + (time - last) * speed);
      last = time;
      setAt(next);
      if (next >= to) setPlaying(false);
    }, REDRAWN_EVERY);
    return () => {
      clearInterval(timer);
      tell.current(now.current);
    };
  }, [playing, speed, to]);

  const goTo = (one: number) => {
    setAt(within(one));
    if (!playing) tell.current(within(one));
  };
  // At its end it begins anew.
  const toggle = () => {
    if (!playing && now.current >= to) setAt(from);
    setPlaying(!playing);
  };
  return { at, playing, speed, goTo, toggle, setSpeed };
}
