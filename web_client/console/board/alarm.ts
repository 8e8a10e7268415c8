import { signal } from "@preact/signals";
import { keep, kept } from "../kept.ts";

/** Off until it is asked for. */
export const alarmOn = signal(kept("alarm") === "on");
/** The browser keeps the sound back until something on the page has been pressed. */
export const alarmHeldBack = signal(false);

const NOTES = [988, 784, 988] as const; // Hz
const APART = 0.22; // s

/** Called by a press: so the browser lets it sound, and one hears at once what an alarm is like. */
export function setAlarm(on: boolean): void {
  alarmOn.value = on;
  keep("alarm", on ? "on" : "off");
  alarmHeldBack.value = false;
  if (on) void ring();
}

/** Three notes, unlike the two of a message. */
export async function ring(): Promise<void> {
  let audio: AudioContext;
  try {
    audio = new AudioContext();
  } catch {
    // No sound device: the board says it too.
    return;
  }
  if (audio.state === "suspended") await Promise.race([audio.resume().catch(() => undefined), soon()]);
  if (audio.state !== "running") {
    heldBack();
    void audio.close();
    return;
  }
  alarmHeldBack.value = false;
  for (const [place, frequency] of NOTES.entries())
    sound(audio, frequency, audio.currentTime + place * APART);
  setTimeout(() => void audio.close(), 1000 * APART * (NOTES.length + 2));
}

/** Until the next press: then the browser lets it sound. */
function heldBack(): void {
  alarmHeldBack.value = true;
  for (const press of ["pointerdown", "keydown"])
    addEventListener(press, () => (alarmHeldBack.value = false), { once: true, capture: true });
}

const soon = (): Promise<void> => new Promise((done) => setTimeout(done, 500));

function sound(audio: AudioContext, frequency: number, start: number): void {
  const tone = new OscillatorNode(audio, { frequency, type: "triangle" });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.2, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + APART);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + APART);
}
