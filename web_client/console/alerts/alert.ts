import type { Named } from "../../shared/protocol.ts";
import { visitorName } from "../ui/names.ts";
import { scored } from "../ui/scores.ts";
import { lasting } from "../ui/spans.ts";
import { say } from "../words.ts";

/** What supervisors should know, as the server tells it (PROTOCOL: alert). Times in ms, waits in s. */
export type Alert = {
  key: string;
  kind: "waiting" | "wait" | "sla_warned" | "sla_breached" | "low_rating";
  at: number;
  value: number;
  limit: number;
  team: Named | null;
  conversation: string | null;
  target: string | null;
  visitor: Named | null;
};

/** In one line, whose conversation first; `now` is the server's, and `told` when it said this: a wait has
 * gone on since. */
export function worded(alert: Alert, now: number, told = now): string {
  const team = whose(alert);
  const { value, limit } = alert;
  switch (alert.kind) {
    case "waiting":
      return say("alert_waiting", { team, value, limit });
    case "wait":
      return say("alert_wait", {
        team,
        time: lasting(value * 1000 + now - told),
        limit: lasting(limit * 1000),
      });
    case "sla_warned":
      return say("alert_sla_warned", { team, target: target(alert), time: lasting(limit - now) });
    case "sla_breached":
      return say("alert_sla_breached", { team, target: target(alert), time: lasting(now - limit) });
    case "low_rating":
      return say("alert_low_rating", { team, score: scored(value, limit > 1 ? "1-5" : "0-1") });
  }
}

/** "Vera, Support", or the team where it is about all who wait there. */
function whose({ visitor, team }: Alert): string {
  const where = team?.name ?? say("team");
  return visitor ? `${visitorName(visitor)}, ${where}` : where;
}

/** What is over the limit already, not only near it. */
export const isBad = (alert: Alert): boolean => alert.kind === "wait" || alert.kind === "sla_breached";

function target(alert: Alert): string {
  if (alert.target === "next_response") return say("alert_next_response");
  return alert.target === "resolution" ? say("alert_resolution") : say("alert_first_response");
}
