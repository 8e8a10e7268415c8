import { say } from "../../words.ts";
import type { Team } from "../kinds.ts";
import { priorityWords } from "../teams/urgency.tsx";
import type { Sla } from "./slas.ts";

/** For whom it is, in a few words. */
export function whomWords(sla: Sla, teams: readonly Team[]): string {
  const names = sla.teams.map((id) => teams.find((team) => team.id === id)?.name).filter(Boolean);
  const parts = [
    names.join(", "),
    sla.tags.join(", "),
    sla.priority !== null && `${say("priority")}: ${priorityWords(sla.priority)}`,
    sla.known && say("sla_known"),
  ];
  return parts.filter(Boolean).join(" · ") || say("sla_everybody");
}
