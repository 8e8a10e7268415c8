import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { now } from "../../now.ts";
import { Choice } from "../../ui/choice.tsx";
import { say } from "../../words.ts";
import type { Site } from "../kinds.ts";
import { isColour } from "./contrast.ts";
import { Scene, type View } from "./scene.tsx";
import { shadowOf } from "./scene_style.ts";
import { useSpoken } from "./spoken.ts";

type Theme = "light" | "dark";
type Device = "desk" | "phone";

const views = (): { value: View; label: string }[] => [
  { value: "home", label: say("preview_home") },
  { value: "talk", label: say("preview_talk") },
  { value: "rating", label: say("preview_rating") },
  { value: "closed", label: say("preview_closed") },
];
const themes = (): { value: Theme; label: string }[] => [
  { value: "light", label: say("preview_light") },
  { value: "dark", label: say("preview_dark") },
];
const devices = (): { value: Device; label: string }[] => [
  { value: "desk", label: say("preview_desk") },
  { value: "phone", label: say("preview_phone") },
];

/** The widget as visitors will see it, drawn with its own style sheets and texts from what is being edited. */
export function Preview({ site }: { site: Site }) {
  const [view, setView] = useState<View>("home");
  const [device, setDevice] = useState<Device>("desk");
  const [theme, setTheme] = useState<Theme>(() =>
    matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
  );
  const asked = useRef(site.rating);
  useEffect(() => {
    if (asked.current !== site.rating) setView("rating");
    asked.current = site.rating;
  }, [site.rating]);
  return (
    <section class="preview" aria-labelledby="pv">
      <header>
        <h2 id="pv" class="grow">
          {say("preview")}
        </h2>
        <Choice label={say("preview_device")} value={device} options={devices()} onChoose={setDevice} />
        <Choice label={say("preview_theme")} value={theme} options={themes()} onChoose={setTheme} />
        <Choice label={say("preview_view")} value={view} options={views()} onChoose={setView} />
      </header>
      <div class={`stage ${site.look.position} ${device === "phone" ? "as-phone" : ""}`} data-theme={theme}>
        <Stage site={site} view={view} theme={theme} device={device} />
      </div>
    </section>
  );
}

type StageProps = { site: Site; view: View; theme: Theme; device: Device };

function Stage({ site, view, theme, device }: StageProps) {
  const host = useRef<HTMLDivElement>(null);
  const spoken = useSpoken(site.locale);
  useEffect(() => {
    const shown = host.current;
    if (!shown || !spoken) return;
    if (isColour(site.look.brand)) shown.style.setProperty("--brand", site.look.brand);
    render(<Scene site={site} view={view} spoken={spoken} now={now.peek()} />, shadowOf(shown));
  }, [site, view, spoken]);
  return (
    <div
      ref={host}
      class={device === "phone" ? "scene as-phone" : "scene"}
      data-theme={theme}
      role="img"
      aria-label={say("preview")}
    />
  );
}
