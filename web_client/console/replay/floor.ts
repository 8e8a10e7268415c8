// The twin of server/core/replay.py: the same day gives the same floor (tests/replays).

import type { Named } from "../../shared/protocol.ts";

export const PLACES = ["bot", "queue", "agent", "snoozed", "resolved"] as const;
export type Place = (typeof PLACES)[number];

/** [at, conversation, place, team, agent, since, in front, priority]; -1: none */
type Move = readonly [number, number, number, number, number, number, number, number];
/** [at, agent, status, reason, slots] */
type Stance = readonly [number, number, string, string, number];
type Called = readonly [string, string | null];

/** What changed on the floor, as GET /replay/floor tells it. Rows name things by their place in a list. */
export type Changes = {
  conversations: readonly (readonly [string, string, string | null, string])[];
  agents: readonly Called[];
  teams: readonly Called[];
  moves: readonly Move[];
  states: readonly Stance[];
};
/** `known`: until when (ms) anything is known of it. */
export type Day = Changes & { date: string; tz: string; from: number; to: number; known: number };

export type Floor = {
  queue: string[];
  held: Record<string, string[]>;
  snoozed: Record<string, string[]>;
  bot: string[];
  agents: Record<string, [string, string, number]>;
};

/** Where a conversation is. `since`: when it came into the queue, or to its agent (ms); else 0. */
export type Spot = {
  id: string;
  visitor: Named;
  place: Place;
  team: string | null;
  agent: string | null;
  since: number;
};
export type Standing = { id: string; name: string | null; status: string; reason: string; slots: number };
/** An agent with what he has; `since`: how long he has stood so (ms). */
export type AtWork = Standing & { since: number; has: readonly Spot[] };
export type Moment = { queue: readonly Spot[]; agents: readonly AtWork[]; bot: number; snoozed: number };

/** By number, the last row of each up to `at`. */
function lastOf<Row extends readonly [number, number, ...unknown[]]>(rows: readonly Row[], at: number) {
  const last = new Map<number, Row>();
  for (const row of rows) {
    if (row[0] > at) break;
    last.set(row[1], row);
  }
  return last;
}

const byService = (a: Move, b: Move): number => b[7] - a[7] || b[6] - a[6] || a[5] - b[5];

/** How the floor stood once all had happened that did until `at`, that millisecond included. */
export function floorAt(day: Changes, at: number): Floor {
  const rows = [...lastOf(day.moves, at).values()];
  const idOf = (row: Move) => day.conversations[row[1]]?.[0] ?? "";
  const inPlace = (place: Place) => rows.filter((row) => PLACES[row[2]] === place);
  const byAgent = (place: Place) => {
    const found: Record<string, string[]> = {};
    for (const row of inPlace(place)) {
      const agent = day.agents[row[4]]?.[0] ?? "";
      found[agent] = [...(found[agent] ?? []), idOf(row)].sort();
    }
    return found;
  };
  const queue = inPlace("queue").sort((a, b) => byService(a, b) || (idOf(a) < idOf(b) ? -1 : 1));
  const states = [...lastOf(day.states, at).values()];
  return {
    queue: queue.map(idOf),
    held: byAgent("agent"),
    snoozed: byAgent("snoozed"),
    bot: inPlace("bot").map(idOf).sort(),
    agents: Object.fromEntries(
      states.map((row) => [day.agents[row[1]]?.[0] ?? "", [row[2], row[3], row[4]]]),
    ),
  };
}

/** The same for the screen; `team` null: of all teams. Agents by how they stand, then by name. */
export function momentAt(day: Changes, at: number, team: string | null): Moment {
  const rows = [...lastOf(day.moves, at).values()].filter(
    (row) => team === null || teamOf(day, row) === team,
  );
  const spots = rows.sort(byService).map((row) => spotOf(day, row));
  const standing = [...lastOf(day.states, at).values()].map((row) => ({
    ...named(day.agents[row[1]]),
    status: row[2],
    reason: row[3],
    slots: row[4],
    since: row[0],
    has: spots.filter((spot) => spot.place === "agent" && spot.agent === day.agents[row[1]]?.[0]),
  }));
  const shown = standing.filter((agent) => agent.status !== "offline" || agent.has.length > 0);
  return {
    queue: spots.filter((spot) => spot.place === "queue"),
    agents: shown.sort((a, b) => rank(a) - rank(b) || (a.name ?? a.id).localeCompare(b.name ?? b.id)),
    bot: spots.filter((spot) => spot.place === "bot").length,
    snoozed: spots.filter((spot) => spot.place === "snoozed").length,
  };
}

const rank = (agent: Standing): number => ["online", "away", "offline"].indexOf(agent.status);
const named = (called: Called | undefined) => ({ id: called?.[0] ?? "", name: called?.[1] ?? null });
const teamOf = (day: Changes, row: Move): string | null => day.teams[row[3]]?.[0] ?? null;

function spotOf(day: Changes, row: Move): Spot {
  const [id = "", , name = null, visitor = ""] = day.conversations[row[1]] ?? [];
  const place = PLACES[row[2]] ?? "bot";
  return {
    id,
    visitor: { id: visitor, name },
    place,
    team: day.teams[row[3]]?.[1] ?? null,
    agent: day.agents[row[4]]?.[0] ?? null,
    since: row[5],
  };
}

export type Strip = { queue: number[]; online: number[] };

/** The longest queue, and the most agents online, within each of `parts` equal parts of the day. */
export function stripOf(day: Day, parts: number, team: string | null): Strip {
  const length = (day.to - day.from) / parts;
  const partOf = (at: number) => Math.min(parts - 1, Math.max(0, Math.floor((at - day.from) / length)));
  const moves = day.moves.filter((row) => team === null || isEver(day, row, team));
  return {
    queue: most(moves, (row) => PLACES[row[2]] === "queue" && (team === null || teamOf(day, row) === team)),
    online: most(day.states, (row) => row[2] === "online"),
  };

  function most<Row extends readonly [number, number, ...unknown[]]>(
    rows: readonly Row[],
    counts: (row: Row) => boolean,
  ): number[] {
    const found = new Array<number>(parts).fill(0);
    const counted = new Map<number, boolean>();
    let now = 0;
    let upto = 0;
    for (const row of rows) {
      const part = row[0] < day.from ? -1 : partOf(row[0]);
      for (; upto < part; upto += 1) found[upto + 1] = Math.max(found[upto + 1] ?? 0, now);
      now += Number(counts(row)) - Number(counted.get(row[1]) ?? false);
      counted.set(row[1], counts(row));
      found[Math.max(0, part)] = part < 0 ? now : Math.max(found[part] ?? 0, now);
    }
    const last = partOf(day.known - 1);
    for (; upto < last; upto += 1) found[upto + 1] = Math.max(found[upto + 1] ?? 0, now);
    return found;
  }
}

/** All rows of what has ever been the team's: leaving it counts, too. */
function isEver(day: Day, row: Move, team: string): boolean {
  let known = everOf.get(day);
  if (!known || known.team !== team) {
    const numbers = day.moves.filter((move) => teamOf(day, move) === team).map((move) => move[1]);
    known = { team, numbers: new Set(numbers) };
    everOf.set(day, known);
  }
  return known.numbers.has(row[1]);
}
const everOf = new WeakMap<Day, { team: string; numbers: ReadonlySet<number> }>();

/** The next change after `at`, or the last one before it; null: none. */
export function changeNear(day: Day, at: number, forwards: boolean): number | null {
  const times = [...day.moves, ...day.states].map((row) => row[0]).filter((one) => one >= day.from);
  const found = times.filter((one) => (forwards ? one > at : one < at));
  if (found.length === 0) return null;
  return found.reduce((a, b) => (forwards === a < b ? a : b));
}
