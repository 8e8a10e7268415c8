import "../../css/saved.css";
import { Icon } from "../../../shared/icon.tsx";
import { alert } from "../../../shared/icons.ts";
import type { Problem } from "../../api.ts";
import { now } from "../../now.ts";
import { dateAt, plusDays } from "../../reports/dates.ts";
import { useFigure } from "../../reports/figures.ts";
import { shown } from "../../reports/formats.ts";
import type { Figure, Kpi, Unit } from "../../reports/kinds.ts";
import { QUESTIONS, type Question, questionOf } from "../../reports/questions.ts";
import { nameOf } from "../../reports/registry.ts";
import { ready, tell } from "../../reports/saved/words.ts";
import { VerdictTag } from "../../reports/verdict.tsx";
import { ready as figuresReady, tell as tellReports } from "../../reports/words.ts";
import { api } from "../../session/session.ts";
import { Failed } from "../../ui/blank.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toasts.tsx";
import { locale, say } from "../../words.ts";
import { useDraft } from "../draft.ts";
import { SettingsForm } from "../form.tsx";
import type { Site } from "../kinds.ts";

type Targets = Record<string, number | null>;
type Told = { targets: Targets; own: Targets; usual: Targets };
type Ground = { kpis: Kpi[]; told: Told; tz: string };

/** The page, once its words and those of the figures are there. */
export async function withWords() {
  await Promise.all([ready(), figuresReady()]);
  return TargetsPage;
}

/** What the desk aims at, each beside what today is worth. */
export function TargetsPage() {
  const [found, again] = useLoaded("/targets", ground);
  return (
    <>
      <header class="bar">
        <h1>{tell("targets")}</h1>
      </header>
      <div class="split one">
        {found.state === "loading" && <Skeleton label={say("loading")} />}
        {found.state === "failed" && <Failed problem={found.problem} onRetry={again} />}
        {found.state === "ready" && <Open ground={found.value} onSaved={again} />}
      </div>
    </>
  );
}

async function ground() {
  const [told, kpis, sites] = await Promise.all([
    api.get<Told>("/targets"),
    api.all<Kpi>("/kpis"),
    api.all<Site>("/sites"),
  ]);
  if (!told.ok) return told;
  if (!kpis.ok) return kpis;
  const known = kpis.value.filter((kpi) => Object.hasOwn(told.value.usual, kpi.id));
  const tz = (sites.ok && sites.value[0]?.tz) || Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { ok: true as const, value: { kpis: known, told: told.value, tz } };
}

const GROUPS = [...(Object.keys(QUESTIONS) as Question[]), null];

/** As it is typed; an empty one is none. */
const written = (target: number | null | undefined): string => (target == null ? "" : String(target));

function Open({ ground, onSaved }: { ground: Ground; onSaved: () => void }) {
  const { kpis, told, tz } = ground;
  const saved = Object.fromEntries(kpis.map((kpi) => [kpi.id, written(told.targets[kpi.id])]));
  const draft = useDraft<Record<string, string>>(saved);
  const wrong = kpis.filter((kpi) => problemOf(kpi.unit, draft.value[kpi.id] ?? "") !== null);

  async function save(): Promise<Problem | null> {
    if (wrong.length > 0) return { code: "invalid", message: "" };
    const answer = await api.put<Told>("/targets", { targets: ownOf(kpis, draft.value, told.usual) });
    if (!answer.ok) return answer.problem;
    draft.discard();
    onSaved();
    toast(say("saved"));
    return null;
  }

  return (
    <SettingsForm count={draft.count} onDiscard={draft.discard} onSave={save}>
      <section class="card block" aria-labelledby="s-targets">
        <h2 id="s-targets" class="vh">
          {tell("targets")}
        </h2>
        <p class="soft">{tell("targets_text")}</p>
        <table class="tbl targets-list">
          <thead>
            <tr>
              <th scope="col">{tell("figure")}</th>
              <th scope="col" class="r only-desk">
                {tell("today")}
              </th>
              <th scope="col">{tell("targets")}</th>
            </tr>
          </thead>
          {GROUPS.map((question) => (
            <tbody key={question}>
              <tr>
                <th scope="rowgroup" colSpan={3}>
                  {tellReports(question ? `ask_${question}` : "others")}
                </th>
              </tr>
              {kpis
                .filter((kpi) => questionOf(kpi.id) === question)
                .map((kpi) => (
                  <Row
                    key={kpi.id}
                    kpi={kpi}
                    tz={tz}
                    usual={told.usual[kpi.id] ?? null}
                    value={draft.value[kpi.id] ?? ""}
                    onChange={(value) => draft.set({ [kpi.id]: value })}
                  />
                ))}
            </tbody>
          ))}
        </table>
      </section>
    </SettingsForm>
  );
}

/** Only what differs from the usual is the desk's own. */
function ownOf(kpis: readonly Kpi[], typed: Record<string, string>, usual: Targets): Targets {
  const own: Targets = {};
  for (const { id } of kpis) {
    const target = numberOf(typed[id] ?? "");
    if (target !== (usual[id] ?? null)) own[id] = target;
  }
  return own;
}

const numberOf = (typed: string): number | null =>
  typed.trim() === "" ? null : Number(typed.trim().replace(",", "."));

function problemOf(unit: Unit, typed: string): string | null {
  const target = numberOf(typed);
  if (target === null) return null;
  if (!Number.isFinite(target)) return tell("target_bad");
  if (unit === "%" && (target < 0 || target > 100)) return tell("target_percent");
  const least = unit === "points" ? -100 : 0;
  return target < least ? tell("target_bad") : null;
}

const SIGNS: Partial<Record<Unit, string>> = { s: "s", "%": "%" };

type RowProps = {
  kpi: Kpi;
  tz: string;
  usual: number | null;
  value: string;
  onChange: (value: string) => void;
};

function Row({ kpi, tz, usual, value, onChange }: RowProps) {
  const name = nameOf(kpi);
  const problem = problemOf(kpi.unit, value);
  const id = `target-${kpi.id}`;
  const today = useToday(kpi, tz);
  const usually = usual === null ? null : shown(usual, kpi.unit, locale.value, "target");
  return (
    <tr>
      <th scope="row">
        <label for={id}>{name}</label>
        <span class="only-phone num today">
          {tell("today")}: <Today figure={today} />
        </span>
      </th>
      <td class="r num only-desk">
        <Today figure={today} />
      </td>
      <td>
        <input
          class="input num"
          id={id}
          inputMode="decimal"
          value={value}
          aria-label={tell("target_of", { name })}
          aria-invalid={problem ? "true" : undefined}
          aria-describedby={`${id}-d`}
          onInput={(event) => onChange(event.currentTarget.value)}
        />
        <span class="unit">{SIGNS[kpi.unit] ?? ""}</span>
        <small id={`${id}-d`} class={problem ? "err" : ""}>
          {problem && <Icon d={alert} small />}
          {problem ?? (usually && tell("target_usual", { target: usually }))}
        </small>
      </td>
    </tr>
  );
}

/** What it is worth today; null: nothing, or it is not known yet. */
function useToday(kpi: Kpi, tz: string): Figure | null {
  const today = dateAt(now.peek(), tz);
  const query = new URLSearchParams({ from: today, to: plusDays(today, 1), tz });
  const [answer] = useFigure(`/kpis/${kpi.id}?${query}`);
  return answer.state === "ready" ? answer.value : null;
}

/** The value, with what the saved target says of it. */
function Today({ figure }: { figure: Figure | null }) {
  if (figure === null || figure.value === null) return <>–</>;
  return (
    <>
      {shown(figure.value, figure.unit, locale.value)} <VerdictTag figure={figure} />
    </>
  );
}
