import type { Problem } from "../../api.ts";
import { settingsPath } from "../../routes.ts";
import { api } from "../../session/session.ts";
import { Failed } from "../../ui/blank.tsx";
import { useLoaded } from "../../ui/loaded.ts";
import { Skeleton } from "../../ui/skeleton.tsx";
import { toast } from "../../ui/toasts.tsx";
import { say } from "../../words.ts";
import { Crumbs } from "../crumbs.tsx";
import { type Draft, useDraft } from "../draft.ts";
import { SettingsForm } from "../form.tsx";
import { HoursForm } from "../hours/form.tsx";
import type { Site, Team } from "../kinds.ts";
import { Install } from "./install.tsx";
import { LookFields } from "./look.tsx";
import { Preview } from "./preview.tsx";
import { TopicFields } from "./topics.tsx";
import { VisitorFields } from "./visitors.tsx";
import { WordFields } from "./word_fields.tsx";

const TABS = ["look", "words", "topics", "visitors", "hours", "install"] as const;
type Tab = (typeof TABS)[number];

export function SitePage({ id, tab }: { id: string; tab: string | null }) {
  const path = `/sites/${encodeURIComponent(id)}`;
  const [site, again] = useLoaded(path, () => api.get<Site>(path));
  const [teams] = useLoaded("teams", () => api.all<Team>("/teams"));
  if (site.state === "loading") return <Skeleton label={say("loading")} />;
  if (site.state === "failed") return <Failed problem={site.problem} onRetry={again} />;
  const shown = TABS.find((one) => one === tab) ?? "look";
  const known = teams.state === "ready" ? teams.value : [];
  return <Open site={site.value} teams={known} tab={shown} onSaved={again} />;
}

type OpenProps = { site: Site; teams: Team[]; tab: Tab; onSaved: () => void };

function Open({ site, teams, tab, onSaved }: OpenProps) {
  const draft = useDraft(site);
  return (
    <>
      <Crumbs section="sites" name={site.name} />
      <nav class="tabs" aria-label={site.name}>
        {TABS.map((one) => (
          <a
            key={one}
            href={settingsPath("sites", site.id, one)}
            aria-current={one === tab ? "page" : undefined}
          >
            {say(`site_tab_${one}`)}
          </a>
        ))}
      </nav>
      <div class="split">
        {tab === "hours" && (
          <HoursForm subject={site.id} zone={site.tz} before={teams.find(({ id }) => id === site.team)} />
        )}
        {tab === "install" && <Install site={site} />}
        {tab !== "hours" && tab !== "install" && (
          <Fields draft={draft} teams={teams} tab={tab} onSaved={onSaved} />
        )}
        {(tab === "look" || tab === "words") && <Preview site={draft.value} />}
      </div>
    </>
  );
}

type FieldsProps = { draft: Draft<Site>; teams: Team[]; tab: Tab; onSaved: () => void };

function Fields({ draft, teams, tab, onSaved }: FieldsProps) {
  async function save(): Promise<Problem | null> {
    const answer = await api.patch<Site>(`/sites/${encodeURIComponent(draft.value.id)}`, draft.changes);
    if (!answer.ok) return answer.problem;
    draft.discard();
    onSaved();
    toast(say("saved"));
    return null;
  }
  return (
    <SettingsForm count={draft.count} onDiscard={draft.discard} onSave={save} explain={explain}>
      {tab === "look" && <LookFields draft={draft} />}
      {tab === "words" && <WordFields draft={draft} />}
      {tab === "topics" && <TopicFields draft={draft} teams={teams} />}
      {tab === "visitors" && <VisitorFields draft={draft} teams={teams} />}
    </SettingsForm>
  );
}

/** Which topic nobody could answer stands beside it. */
const explain = (problem: Problem): string | null =>
  problem.code === "invalid" && problem.message.startsWith("topics: ") ? say("topics_invalid") : null;
