import type { Answer, Problem } from "../../api.ts";
import { api } from "../../session/session.ts";
import { Failed } from "../../ui/blank.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Switch } from "../../ui/switch.tsx";
import { toast } from "../../ui/toasts.tsx";
import { say } from "../../words.ts";
import { useDraft } from "../draft.ts";
import { SettingsForm } from "../form.tsx";
import { ZoneField } from "../zone.tsx";
import { Holidays } from "./holidays.tsx";
import { type Hours, hoursOf, newHours, type Week, weekOf } from "./week.ts";
import { WeekTable } from "./week_table.tsx";

type Edited = { always: boolean; tz: string; week: Week; holidays: readonly string[] };

/** Opening hours of a site or a team. */
export function HoursForm({ subject, zone }: { subject: string; zone: string }) {
  const path = `/hours/${encodeURIComponent(subject)}`;
  const [found, again] = useLoaded(path, () => orNone(api.get<Hours>(path)));
  if (found.state === "loading") return <Skeleton label={say("loading")} />;
  if (found.state === "failed") return <Failed problem={found.problem} onRetry={again} />;
  return <Open path={path} zone={zone} hours={found.value} onSaved={again} />;
}

type OpenProps = { path: string; zone: string; hours: Hours | null; onSaved: () => void };

function Open({ path, zone, hours, onSaved }: OpenProps) {
  const draft = useDraft(editedOf(hours, zone));
  const edited = draft.value;

  async function save(): Promise<Problem | null> {
    const answer = await (edited.always ? api.delete(path) : api.put(path, sentOf(edited)));
    if (!answer.ok) return answer.problem;
    draft.discard();
    onSaved();
    toast(say("saved"));
    return null;
  }

  return (
    <SettingsForm
      count={draft.count}
      onDiscard={draft.discard}
      onSave={save}
      explain={(problem) => (problem.code === "invalid" ? say("hours_invalid") : null)}
    >
      <section class="card block" aria-labelledby="s-hours">
        <header>
          <h2 id="s-hours">{say("opening_hours")}</h2>
        </header>
        <div class="opts">
          <Switch
            label={say("always_open")}
            hint={say("always_open_hint")}
            on={edited.always}
            onSwitch={(always) => draft.set({ always })}
          />
        </div>
        {!edited.always && (
          <>
            <ZoneField zone={edited.tz} hint={say("hours_zone_hint")} onChange={(tz) => draft.set({ tz })} />
            <WeekTable week={edited.week} onChange={(week) => draft.set({ week })} />
            <Holidays days={edited.holidays} onChange={(holidays) => draft.set({ holidays })} />
          </>
        )}
      </section>
    </SettingsForm>
  );
}

function editedOf(hours: Hours | null, zone: string): Edited {
  const { tz, hours: open, holidays } = hours ?? newHours(zone);
  return { always: hours === null, tz, week: weekOf(open), holidays };
}

const sentOf = (edited: Edited): Hours => ({
  tz: edited.tz,
  hours: hoursOf(edited.week),
  holidays: edited.holidays,
});

/** No hours are an answer: always open. */
async function orNone<T>(asked: Promise<Answer<T>>): Promise<Answer<T | null>> {
  const answer = await asked;
  return !answer.ok && answer.problem.code === "not_found" ? { ok: true, value: null } : answer;
}
