import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Choice } from "../../ui/choice.tsx";
import { say } from "../../words.ts";
import type { Site } from "../kinds.ts";
import { isColour } from "./contrast.ts";
import { Scene, type View } from "./scene.tsx";
import { shadowOf } from "./scene_style.ts";

type Theme = "light" | "dark";

/** The widget as visitors will see it, drawn with its own style sheets from what is being edited. */
export function Preview({ site }: { site: Site }) {
  const [view, setView] = useState<View>("home");
  const [theme, setTheme] = useState<Theme>(() =>
    matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
  );
  return (
    <section class="preview" aria-labelledby="pv">
      <header>
        <h2 id="pv" class="grow">
          {say("preview")}
        </h2>
        <Choice
          label={say("preview_view")}
          value={view}
          options={[
            { value: "home", label: say("preview_home") },
            { value: "talk", label: say("preview_talk") },
          ]}
          onChoose={setView}
        />
        <Choice
          label={say("preview_theme")}
          value={theme}
          options={[
            { value: "light", label: say("preview_light") },
            { value: "dark", label: say("preview_dark") },
          ]}
          onChoose={setTheme}
        />
      </header>
      <div class={`stage ${site.look.position}`} data-theme={theme}>
        <Stage site={site} view={view} theme={theme} />
      </div>
    </section>
  );
}

function Stage({ site, view, theme }: { site: Site; view: View; theme: Theme }) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const shown = host.current;
    if (!shown) return;
    if (isColour(site.look.brand)) shown.style.setProperty("--brand", site.look.brand);
    render(<Scene site={site} view={view} />, shadowOf(shown));
  }, [site, view]);
  return <div ref={host} class="scene" data-theme={theme} role="img" aria-label={say("preview")} />;
}
