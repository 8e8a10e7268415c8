import type { State } from "../../shared/state.ts";
import type { Alert } from "../alerts/alert.ts";
import type { AgentShown, Board } from "./feed.ts";

/** What of the floor is looked at; "" is all. The address carries it. */
export type Part = { site: string; team: string };
export type Wait = { waiting: number; active: number; longest: number | null; mean: number | null };

export const isWhole = (part: Part): boolean => part.site === "" && part.team === "";

export const partOf = (query: URLSearchParams): Part => ({
  site: query.get("site") ?? "",
  team: query.get("team") ?? "",
});

const isOf = (part: Part, site: string, team: string | null): boolean =>
  (part.site === "" || part.site === site) && (part.team === "" || part.team === team);

export const statesOf = (part: Part, states: readonly State[]): readonly State[] =>
  states.filter((state) => isOf(part, state.site, state.team?.id ?? null));

/** An alert is of a team, or of all. */
export const alertsOf = (part: Part, alerts: readonly Alert[]): readonly Alert[] =>
  alerts.filter((alert) => part.team === "" || alert.team === null || alert.team.id === part.team);

export const agentsOf = (part: Part, agents: readonly AgentShown[]): readonly AgentShown[] =>
  part.team === ""
    ? agents
    : agents.filter((agent) => (agent.teams ?? []).some((team) => team.id === part.team));

/** How many wait and how long at `at` (the server's ms): waits go on between two tellings. ms. */
export function waitsOf(part: Part, board: Board, at: number): Wait {
  const groups = (board.groups ?? []).filter((group) => isOf(part, group.site, group.team));
  const sum = (of: "waiting" | "active" | "began") => groups.reduce((total, group) => total + group[of], 0);
  const oldest = groups.flatMap((group) => group.oldest ?? []);
  const waiting = sum("waiting");
  const now = Math.max(at, board.at);
  return {
    waiting,
    active: sum("active"),
    longest: oldest.length ? now - Math.min(...oldest) : null,
    mean: waiting ? now - sum("began") / waiting : null,
  };
}
