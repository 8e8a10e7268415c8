import type { Problem } from "../../api.ts";
import { settingsPath } from "../../routes.ts";
import { api } from "../../session/session.ts";
import { Failed } from "../../ui/blank.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Switch } from "../../ui/switch.tsx";
import { toast } from "../../ui/toasts.tsx";
import { Told } from "../../ui/told.tsx";
import { say } from "../../words.ts";
import { useDraft } from "../draft.ts";
import { SettingsForm } from "../form.tsx";
import { ZoneField } from "../zone.tsx";
import { useAhead } from "./ahead.ts";
import { DifferingDays } from "./differing.tsx";
import { PublicHolidays } from "./holidays.tsx";
import { type AlwaysOpen, editedOf, keptUntil, sentOf, type Told as ToldHours, type Whose } from "./hours.ts";
import { HoursPreview, reasonOfHours } from "./preview.tsx";
import { WeekTable } from "./week_table.tsx";

type Props = {
  subject: string;
  zone: string;
  whose?: Whose;
  /** A team whose hours, if it has some, come before these. */
  before?: { id: string; name: string } | undefined;
};

/** Hours of a site or a team, or somebody's working hours, with what they mean beside them. */
export function HoursForm({ subject, zone, whose = "site", before }: Props) {
  const path = `/hours/${encodeURIComponent(subject)}`;
  const [found, again] = useLoaded(path, () => api.get<ToldHours | AlwaysOpen>(path));
  if (found.state === "loading") return <Skeleton label={say("loading")} />;
  if (found.state === "failed") return <Failed problem={found.problem} onRetry={again} />;
  const hours = found.value.hours ? found.value : null;
  return <Open path={path} zone={zone} whose={whose} before={before} hours={hours} onSaved={again} />;
}

type OpenProps = Omit<Props, "subject"> & {
  whose: Whose;
  path: string;
  hours: ToldHours | null;
  onSaved: () => void;
};

function Open({ path, zone, whose, before, hours, onSaved }: OpenProps) {
  const draft = useDraft(editedOf(hours, zone), true);
  const edited = draft.value;
  const meaning = useAhead(edited);

  async function save(): Promise<Problem | null> {
    const answer = await (edited.always ? api.delete(path) : api.put(path, sentOf(edited)));
    if (!answer.ok) return answer.problem;
    draft.discard();
    onSaved();
    toast(say("saved"));
    return null;
  }
  const isAgent = whose === "agent";
  return (
    <>
      <SettingsForm
        count={draft.count}
        onDiscard={draft.discard}
        onSave={save}
        explain={(problem) => (problem.code === "invalid" ? reasonOfHours(edited, problem) : null)}
      >
        {before && <OwnHours team={before} />}
        <section class="card block" aria-labelledby="s-hours">
          <header>
            <h2 id="s-hours">{say(isAgent ? "working_hours" : "opening_hours")}</h2>
          </header>
          <div class="opts">
            <Switch
              label={say(isAgent ? "always_at_work" : "always_open")}
              hint={say(isAgent ? "always_at_work_hint" : "always_open_hint")}
              on={edited.always}
              onSwitch={(always) => draft.set({ always })}
            />
          </div>
          {!edited.always && (
            <>
              <ZoneField
                zone={edited.tz}
                hint={say("hours_zone_hint")}
                onChange={(tz) => draft.set({ tz })}
              />
              <WeekTable week={edited.week} onChange={(week) => draft.set({ week })} />
            </>
          )}
        </section>
        {!edited.always && (
          <section class="card block">
            <DifferingDays edited={edited} today={today(edited.tz)} onChange={draft.set} />
            <PublicHolidays
              edited={edited}
              ahead={meaning.ahead}
              kept={"holidays_of" in draft.changes ? null : keptUntil(hours)}
              onChange={draft.set}
              onExtend={() => void save()}
            />
          </section>
        )}
      </SettingsForm>
      <HoursPreview edited={edited} whose={whose} {...meaning} />
    </>
  );
}

/** Who wonders why nothing of what he sets here holds is told. */
function OwnHours({ team }: { team: { id: string; name: string } }) {
  const path = `/hours/${encodeURIComponent(team.id)}`;
  const [found] = useLoaded(path, () => api.get<ToldHours | AlwaysOpen>(path));
  if (found.state !== "ready" || !found.value.hours) return null;
  return (
    <Told
      kind="warn"
      text={
        <>
          {say("hours_of_team_first", { team: team.name })}{" "}
          <a href={settingsPath("teams", team.id, "hours")}>{say("hours_of_team")}</a>
        </>
      }
    />
  );
}

/** The date there, as "2026-12-24". */
const today = (tz: string): string => new Intl.DateTimeFormat("sv-SE", { timeZone: tz }).format(Date.now());
