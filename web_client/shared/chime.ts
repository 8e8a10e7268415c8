/** Two soft notes. Silent where the browser does not let a page sound yet. */
export function chime(): void {
  try {
    const audio = new AudioContext();
    const end = note(audio, 659, 0) && note(audio, 880, 0.13);
    setTimeout(() => void audio.close(), end * 1000 + 200);
  } catch {
    // No sound device: the title and the list say it too.
  }
}

/** `after` in s; gives when it has faded. */
function note(audio: AudioContext, frequency: number, after: number): number {
  const start = audio.currentTime + after;
  const tone = new OscillatorNode(audio, { frequency });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.linearRampToValueAtTime(0.12, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.35);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + 0.4);
  return start + 0.4;
}

const QUIET = 2_000; // ms

/** The same, once for all tabs of a site that hear of the same, and not again at once. */
export function callOnce(): void {
  // Missing where the page came without TLS.
  const locks = navigator.locks as LockManager | undefined;
  if (locks) void locks.request("chat-butler", { ifAvailable: true }, (lock) => lock && rung());
  else chime();
}

function rung(): Promise<unknown> {
  chime();
  return new Promise((quiet) => setTimeout(quiet, QUIET));
}
