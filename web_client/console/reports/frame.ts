import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Named } from "../../shared/protocol.ts";
import { type Answer, withQuery } from "../api.ts";
import { reportsPath } from "../routes.ts";
import { api, me, supervises } from "../session/session.ts";
import type { Person, Site } from "../settings/kinds.ts";
import { dateAt, type LocalDate } from "./dates.ts";
import { askOf, type Filters, type More, parametersOf, queryOf, type Split } from "./filters.ts";
import type { Figure, Kpi } from "./kinds.ts";
import { OWN, QUESTIONS, type Question } from "./questions.ts";

/** What the reports' pages know of the desk before they ask for a figure. */
export type Ground = {
  kpis: ReadonlyMap<string, Kpi>;
  sites: readonly (Named & { tz: string })[];
  teams: readonly Named[];
  agents: readonly Named[];
  /** The report zone where no site says another. */
  tz: string;
  /** May figures of single agents be seen, of others than oneself? */
  ofAgents: boolean;
};

export async function ground(): Promise<Answer<Ground>> {
  const kpis = await api.all<Kpi>("/kpis");
  if (!kpis.ok) return kpis;
  const [sites, teams, agents, settings] = supervises.peek()
    ? await Promise.all([
        api.all<Site>("/sites"),
        api.all<Named>("/teams"),
        api.all<Person>("/agents"),
        api.get<{ per_agent_figures: boolean }>("/settings"),
      ])
    : [null, null, await api.all<Named>("/colleagues"), null];
  const tz = sites?.ok ? sites.value[0]?.tz : await serversZone();
  return {
    ok: true,
    value: {
      kpis: new Map(kpis.value.map((kpi) => [kpi.id, kpi])),
      sites: sites?.ok ? sites.value : [],
      teams: teams?.ok ? teams.value : (me.peek()?.teams ?? []),
      agents: agents?.ok ? agents.value : [],
      tz: tz ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
      ofAgents: settings?.ok === true && settings.value.per_agent_figures,
    },
  };
}

/** Whoever may not list sites learns the zone from a figure of his own. */
async function serversZone(): Promise<string | undefined> {
  const answer = await api.get<Figure>(withQuery("/kpis/volume", { agent: me.peek()?.id }));
  return answer.ok ? answer.value.tz : undefined;
}

/** Where one is in the reports, and what is asked for there. */
export class Frame {
  readonly ground: Ground;
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  /** As they stand in the address. */
  readonly filters: Filters;
  readonly tz: string;
  readonly today: LocalDate;

  constructor(
    ground: Ground,
    path: readonly string[],
    query: URLSearchParams,
    filters: Filters,
    now: number,
  ) {
    this.ground = ground;
    this.path = path;
    this.query = query;
    this.filters = filters;
    this.tz = filters.tz ?? zoneOf(ground, filters.site);
    this.today = dateAt(filters.as_of ?? now, this.tz);
  }

  /** Agents see their own figures unless they ask for those of a team of theirs. */
  get asked(): Filters {
    const { filters } = this;
    if (supervises.value || filters.team || filters.agent) return filters;
    return { ...filters, agent: me.value?.id ?? null };
  }

  /** One's own figures only: what is credited to nobody is not among them. */
  get isOwn(): boolean {
    return !supervises.value && this.asked.agent === me.value?.id;
  }

  /** The figures that answer a question, of those that may be seen so. */
  figuresOf(question: Question): Kpi[] {
    const found = QUESTIONS[question].flatMap((id) => this.ground.kpis.get(id) ?? []);
    if (!this.isOwn) return found;
    const own = question === "staff" ? OWN.flatMap((id) => this.ground.kpis.get(id) ?? []) : [];
    return [...found.filter((kpi) => kpi.by_agent !== null), ...own];
  }

  ask = (kpi: Kpi, more: More = {}, filters = this.asked): string =>
    askOf(kpi, filters, this.today, this.tz, more);

  parameters = (kpi: Kpi, more: More = {}, filters = this.asked): string =>
    parametersOf(kpi, filters, this.today, this.tz, more);

  /** The same filters on another page of the reports. */
  at = (path: readonly string[], change: Partial<Filters> = {}, more: Record<string, string | null> = {}) =>
    reportsPath(path, queryOf({ ...this.filters, ...change }, more));

  /** Another filter on this page; what the page itself keeps in the address stays. */
  changed = (change: Partial<Filters>, more: Record<string, string | null> = {}): string =>
    this.at(this.path, change, { ...this.own, ...more });

  /** What stands in the address besides filters. */
  get own(): Record<string, string | null> {
    return { option: this.query.get("option"), split: this.query.get("split") };
  }

  /** What somebody or something is called; its id where it is not there any more. */
  named(split: Split, id: string): string {
    const lists = { site: this.ground.sites, team: this.ground.teams, agent: this.ground.agents };
    const list: readonly Named[] = split in lists ? lists[split as keyof typeof lists] : [];
    return list.find((one) => one.id === id)?.name ?? (split === "language" ? languageName(id) : id);
  }
}

const Here = createContext<Frame | null>(null);
export const FrameProvider = Here.Provider;

export function useFrame(): Frame {
  const frame = useContext(Here);
  if (!frame) throw new Error("only within the reports");
  return frame;
}

function zoneOf({ sites, tz }: Ground, site: string | null): string {
  return sites.find((one) => one.id === site)?.tz ?? tz;
}

/** "German" of "de", as the reader says it. */
function languageName(id: string): string {
  try {
    return new Intl.DisplayNames(document.documentElement.lang, { type: "language" }).of(id) ?? id;
  } catch {
    return id;
  }
}
