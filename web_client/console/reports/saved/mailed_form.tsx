import { useState } from "preact/hooks";
import type { Problem } from "../../api.ts";
import { api, me } from "../../session/session.ts";
import { Add } from "../../settings/add.tsx";
import { ZoneField } from "../../settings/zone.tsx";
import { Choice } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { Switch } from "../../ui/switch.tsx";
import { toast } from "../../ui/toasts.tsx";
import { say } from "../../words.ts";
import { useFrame } from "../frame.ts";
import { QUESTIONS } from "../questions.ts";
import { type Dashboard, EVERY, type Schedule, type View, type What } from "./kinds.ts";
import { pageName, weekdayName } from "./mailed.tsx";
import { tell } from "./words.ts";

type Wish = Omit<Schedule, "id" | "owner" | "name" | "next_at">;
type Props = { saved: Schedule | null; toAnybody: boolean; onClose: () => void; onSaved: () => void };

const PAGES = [...Object.keys(QUESTIONS), "help"];

/** What is mailed, when, and to whom. */
export function MailedForm({ saved, toAnybody, onClose, onSaved }: Props) {
  const frame = useFrame();
  const [wish, setWish] = useState<Wish>(() => saved ?? usual(frame.tz));
  const [typed, setTyped] = useState(wish.to.join("\n"));
  const set = (change: Partial<Wish>) => setWish({ ...wish, ...change });

  async function save(): Promise<Problem | null> {
    const { of, subject, every, day, at, tz, xlsx, disabled } = wish;
    const to = typed.split(/[\s,;]+/).filter(Boolean);
    const body = { of, subject, every, day, at, tz, xlsx, disabled, to };
    const answer = saved
      ? await api.patch(`/schedules/${saved.id}`, body)
      : await api.post("/schedules", body);
    if (!answer.ok) return answer.problem;
    onSaved();
    toast(say("saved"));
    return null;
  }

  return (
    <Add
      title={saved ? tell("by_mail") : tell("add_mailed")}
      action={say("save")}
      onClose={onClose}
      onAdd={save}
      explain={(problem) => (problem.message.startsWith("to:") ? tell("to_refused") : null)}
    >
      <Subject wish={wish} onChange={set} />
      <Choice
        label={tell("every")}
        shown
        value={wish.every}
        options={EVERY.map((one) => ({ value: one, label: tell(`every_${one}`) }))}
        onChoose={(every) => set({ every, day: every === "month" ? 1 : 0 })}
      />
      <div class="row when-mailed">
        {wish.every === "week" && (
          <Field label={tell("day_of_week")}>
            <select
              class="input"
              value={String(wish.day)}
              onChange={(event) => set({ day: Number(event.currentTarget.value) })}
            >
              {[0, 1, 2, 3, 4, 5, 6].map((day) => (
                <option key={day} value={String(day)}>
                  {weekdayName(day)}
                </option>
              ))}
            </select>
          </Field>
        )}
        {wish.every === "month" && (
          <Field label={tell("day_of_month")} hint={tell("day_of_month_hint")}>
            <input
              class="input num"
              type="number"
              required
              min={1}
              max={31}
              value={wish.day}
              onInput={(event) => set({ day: event.currentTarget.valueAsNumber || 1 })}
            />
          </Field>
        )}
        <Field label={tell("at_time")}>
          <input
            class="input num"
            type="time"
            required
            value={wish.at}
            onInput={(event) => set({ at: event.currentTarget.value.slice(0, 5) })}
          />
        </Field>
      </div>
      <ZoneField zone={wish.tz} onChange={(tz) => set({ tz })} />
      <Field
        label={tell("to_addresses")}
        hint={tell(toAnybody ? "to_addresses_hint_any" : "to_addresses_hint")}
      >
        <textarea
          class="input"
          rows={3}
          required
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </Field>
      <Switch
        label={tell("with_xlsx")}
        hint={tell("with_xlsx_hint")}
        on={wish.xlsx}
        onSwitch={(xlsx) => set({ xlsx })}
      />
      {saved && (
        <Switch
          label={tell("on_off")}
          hint={tell("on_off_hint")}
          on={wish.disabled}
          onSwitch={(disabled) => set({ disabled })}
        />
      )}
    </Add>
  );
}

const usual = (tz: string): Wish => ({
  of: "page",
  subject: "fast",
  every: "week",
  day: 0,
  at: "07:00",
  tz,
  to: [me.peek()?.email ?? ""].filter(Boolean),
  xlsx: true,
  disabled: false,
});

type SubjectProps = { wish: Wish; onChange: (change: Partial<Wish>) => void };

/** A page, one of the views, or a dashboard. */
function Subject({ wish, onChange }: SubjectProps) {
  const [dashboards] = useLoaded("/dashboards", () => api.all<Dashboard>("/dashboards"));
  const [views] = useLoaded("/views", () => api.all<View>("/views"));
  const group = (label: string, of: What, list: readonly { id: string; name: string }[]) =>
    list.length > 0 && (
      <optgroup label={label}>
        {list.map((one) => (
          <option key={one.id} value={`${of} ${one.id}`}>
            {one.name}
          </option>
        ))}
      </optgroup>
    );
  return (
    <Field label={tell("mailed_what")}>
      <select
        class="input"
        // Chosen anew once the lists are there.
        key={`${dashboards.state} ${views.state}`}
        value={`${wish.of} ${wish.subject}`}
        onChange={(event) => {
          const [of = "page", subject = "fast"] = event.currentTarget.value.split(" ");
          onChange({ of: of as What, subject });
        }}
      >
        {group(
          tell("of_page"),
          "page",
          PAGES.map((page) => ({ id: page, name: pageName(page) })),
        )}
        {dashboards.state === "ready" && group(tell("dashboards"), "dashboard", dashboards.value)}
        {views.state === "ready" &&
          group(
            tell("views"),
            "view",
            views.value.filter((view) => view.path !== "all"),
          )}
      </select>
    </Field>
  );
}
