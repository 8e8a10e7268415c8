import { useState } from "preact/hooks";
import { Icon } from "../../../shared/icon.tsx";
import { star } from "../../../shared/icons.ts";
import { api } from "../../session/session.ts";
import { Add } from "../../settings/add.tsx";
import { Field } from "../../ui/field.tsx";
import { Switch } from "../../ui/switch.tsx";
import { toast } from "../../ui/toasts.tsx";
import { queryOf } from "../filters.ts";
import { useFrame } from "../frame.ts";
import { isQuestion } from "../questions.ts";
import { nameOf } from "../registry.ts";
import { tell } from "../words.ts";

/** Keeps this page with its filters, under a name. */
export function Keep() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="btn plain" onClick={() => setOpen(true)}>
        <Icon d={star} small />
        {tell("keep")}
      </button>
      {open && <KeepDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function KeepDialog({ onClose }: { onClose: () => void }) {
  const frame = useFrame();
  const [name, setName] = useState(() => pageName(frame));
  const [shared, setShared] = useState(false);
  async function keep() {
    const query = queryOf(frame.filters, frame.own);
    const answer = await api.post("/views", { name, shared, path: frame.path.join("/"), query });
    if (!answer.ok) return answer.problem;
    toast(tell("kept_view", { name }));
    return null;
  }
  return (
    <Add title={tell("keep_title")} action={tell("keep")} onClose={onClose} onAdd={keep}>
      <Field label={tell("keep_name")}>
        <input
          class="input"
          required
          maxLength={200}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </Field>
      <Switch label={tell("keep_share")} hint={tell("keep_share_hint")} on={shared} onSwitch={setShared} />
    </Add>
  );
}

function pageName({ path, ground }: ReturnType<typeof useFrame>): string {
  const [first = "", second = ""] = path;
  const kpi = first === "figure" ? ground.kpis.get(second) : undefined;
  if (kpi) return nameOf(kpi);
  return isQuestion(first) ? tell(`ask_${first}`) : tell("ask_help");
}
