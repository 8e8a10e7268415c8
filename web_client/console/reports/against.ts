import { isFew } from "./formats.ts";
import type { Group, Kpi } from "./kinds.ts";

export type Against = { side: "higher" | "lower" | "same"; tone: "good" | "bad" | "" };

/** How a group stands beside all: only an interval that leaves out the whole desk's value says anything. Null:
 * too few cases to say, or no interval. */
export function againstAll(group: Group, all: number | null, better: Kpi["better"]): Against | null {
  if (isFew(group) || !group.ci || all === null || group.value === null) return null;
  const [low, high] = group.ci;
  if (low <= all && all <= high) return { side: "same", tone: "" };
  const side = low > all ? "higher" : "lower";
  return { side, tone: better === "neither" ? "" : side === better ? "good" : "bad" };
}
