import { useState } from "preact/hooks";
import { Chip } from "../reports/chip.tsx";
import { shown } from "../reports/formats.ts";
import { useFrame } from "../reports/frame.ts";
import { Choice } from "../ui/choice.tsx";
import { Field } from "../ui/field.tsx";
import { Switch } from "../ui/switch.tsx";
import { locale } from "../words.ts";
import type { Staffing } from "./kinds.ts";
import { staffingPath } from "./page.tsx";
import { LIMITS, type Wish } from "./wish.ts";
import { tell } from "./words.ts";

/** What is to be reached, and what is reckoned with. */
export function Goal({ wish, usual }: { wish: Wish; usual: Staffing | null }) {
  const target = shown(wish.target, "%", locale.value, "table");
  return (
    <Chip label={tell("goal_is", { target, within: wish.within })} what={tell("goal")}>
      {(close) => <GoalForm wish={wish} usual={usual} onDone={close} />}
    </Chip>
  );
}

function GoalForm({ wish, usual, onDone }: { wish: Wish; usual: Staffing | null; onDone: () => void }) {
  const { today } = useFrame();
  const [draft, setDraft] = useState(wish);
  const measured = usual?.shrinkage.measured;
  const field = (name: keyof typeof LIMITS, label: string, hint?: string) => (
    <Field label={label} hint={hint}>
      <input
        class="input num"
        type="number"
        min={LIMITS[name][0]}
        max={LIMITS[name][1]}
        step={name === "target" ? "any" : 1}
        required={name === "target" || name === "within"}
        value={draft[name] ?? ""}
        placeholder={name === "slots" ? String(usual?.slots ?? "") : ""}
        onInput={(event) => {
          const typed = event.currentTarget.valueAsNumber;
          setDraft({ ...draft, [name]: Number.isNaN(typed) ? null : typed });
        }}
      />
    </Field>
  );
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        onDone();
        location.hash = staffingPath("", draft, today);
      }}
    >
      {field("target", tell("goal_target"))}
      {field("within", tell("goal_within"))}
      {field("slots", tell("goal_slots"), tell("goal_slots_hint"))}
      {field(
        "shrinkage",
        tell("goal_shrinkage"),
        measured == null
          ? tell("shrinkage_unmeasured")
          : tell("shrinkage_measured", { share: shown(measured, "%", locale.value) }),
      )}
      <Choice
        label={tell("goal_model")}
        shown
        value={draft.model}
        options={[
          { value: "slots", label: tell("model_slots") },
          { value: "factor", label: tell("model_factor") },
        ]}
        onChoose={(model) => setDraft({ ...draft, model })}
      />
      <Switch
        label={tell("goal_level")}
        hint={tell("goal_level_hint")}
        on={draft.level}
        onSwitch={(level) => setDraft({ ...draft, level })}
      />
      <button type="submit" class="btn primary">
        {tell("apply")}
      </button>
    </form>
  );
}
