import { Icon } from "../../../shared/icon.tsx";
import { check } from "../../../shared/icons.ts";
import { Choice } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { say } from "../../words.ts";
import type { Draft } from "../draft.ts";
import type { Hiding, Site } from "../kinds.ts";
import { isColour, onWhite } from "./contrast.ts";

const EXAMPLES = ["#0f5e73", "#7a3b69", "#a8501c", "#2f3437"] as const;

const HIDING: readonly Hiding[] = ["never", "closed", "nobody"];

/** The name, the colour, the side of the page, and when the launcher is there. */
export function LookFields({ draft }: { draft: Draft<Site> }) {
  const { look } = draft.value;
  const valid = isColour(look.brand);
  const paint = (brand: string) => draft.set({ look: { ...look, brand } });
  return (
    <section class="card block" aria-labelledby="s-look">
      <header>
        <h2 id="s-look">{say("site_tab_look")}</h2>
      </header>
      <Field label={say("site_name")} hint={say("site_name_hint")}>
        <input
          class="input"
          required
          maxLength={200}
          value={draft.value.name}
          onInput={(event) => draft.set({ name: event.currentTarget.value })}
        />
      </Field>
      <div class="tight">
        <Field label={say("brand_colour")} error={valid ? null : say("colour_invalid")}>
          <input
            class="input num hex"
            value={look.brand}
            maxLength={7}
            onInput={(event) => paint(event.currentTarget.value.trim())}
          />
        </Field>
        <div class="colour">
          <input
            type="color"
            aria-label={say("pick_colour")}
            value={valid ? look.brand : "#000000"}
            onInput={(event) => paint(event.currentTarget.value)}
          />
          {EXAMPLES.map((example) => (
            <button
              type="button"
              key={example}
              class="sw"
              style={{ background: example }}
              aria-pressed={look.brand.toLowerCase() === example}
              aria-label={example}
              onClick={() => paint(example)}
            />
          ))}
        </div>
        {valid && <Contrast colour={look.brand} />}
      </div>
      <Choice
        label={say("side_of_page")}
        shown
        value={look.position}
        options={[
          { value: "left", label: say("left") },
          { value: "right", label: say("right") },
        ]}
        onChoose={(position) => draft.set({ look: { ...look, position } })}
      />
      <Field label={say("hide_launcher")} hint={say("hide_launcher_hint")}>
        <select
          class="input"
          value={draft.value.hide}
          onChange={(event) => draft.set({ hide: event.currentTarget.value as Hiding })}
        >
          {HIDING.map((when) => (
            <option key={when} value={when}>
              {say(`hide_${when}`)}
            </option>
          ))}
        </select>
      </Field>
    </section>
  );
}

function Contrast({ colour }: { colour: string }) {
  const ratio = onWhite(colour);
  const reads = ratio >= 4.5;
  return (
    <p class="hint row small">
      <span class={`tag num ${reads ? "good" : ""}`}>
        {reads && <Icon d={check} small />}
        {say("to_one", { ratio: Math.floor(ratio * 10) / 10 })}
      </span>
      <span>{reads ? say("white_reads") : say("white_is_helped")}</span>
    </p>
  );
}
