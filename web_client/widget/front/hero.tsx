import { Icon } from "../../shared/icon.tsx";
import { down } from "../../shared/icons.ts";
import type { Look } from "../place.ts";
import { say } from "../words.ts";

export function Minimise({ minimise }: { minimise: () => void }) {
  return (
    <button type="button" class="btn plain icon" aria-label={say("minimise")} onClick={minimise}>
      <Icon d={down} />
    </button>
  );
}

/** What one sees first: whom one reaches, and what is true now of who is there. */
export function Hero(props: { look: Look; truth: string; now: number; minimise: () => void }) {
  const { name, texts = {} } = props.look;
  return (
    <div class="cw-hero">
      <div class="top">
        <bdi>{name}</bdi>
        <Minimise minimise={props.minimise} />
      </div>
      <h2>{texts.title || texts.greeting || hello(props.now)}</h2>
      {texts.subtitle && <p>{texts.subtitle}</p>}
      <p>{props.truth}</p>
    </div>
  );
}

function hello(now: number): string {
  const hour = new Date(now).getHours();
  return say(hour < 12 ? "morning" : hour < 18 ? "day" : "evening");
}
