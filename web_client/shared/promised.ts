// The twin of server/core/promised.py: what was promised to a visitor, and by when, as far as it is owed.

import type { Event, SlaApplied, Snoozed } from "./protocol.ts";

type Times = Readonly<Record<string, number>>;

/** Targets in seconds, times in ms; what each field means is said there. */
export type Promised = {
  policy: string;
  version: number;
  first_response: number | null;
  next_response: number | null;
  resolution: number | null;
  calendar: string | null;
  warn_before: number | null;
  pauses: boolean;
  deadlines: Times;
  warnings: Times;
  breached: readonly string[];
  paused_at: number | null;
  wanted: boolean;
  late: Times;
};

const all = ["first_response", "next_response", "resolution"];
const gone = ["abandoned", "visitor_ended"];
const tooLateToWarn = 5 * 60_000;

/** null: no policy is in force any more. What the one before has missed by then was missed all the same. */
export function applied(event: SlaApplied, wanted: boolean, before: Promised | null): Promised | null {
  if (!event.policy) return null;
  const { policy, version, first_response, next_response, resolution, calendar, warn_before, pauses } = event;
  const targets = { first_response, next_response, resolution };
  const nothing = { deadlines: {}, warnings: {}, breached: [], paused_at: null, wanted };
  const late = before === null ? {} : stoppedAt(before, event.at, all).late;
  const fresh = { policy, version, ...targets, calendar, warn_before, pauses, ...nothing, late };
  return Object.entries(event.deadlines).reduce<Promised>(
    (now, [target, deadline]) => begun(now, target, deadline, event.at),
    fresh,
  );
}

/** With one more event. `waits`: the visitor was waiting for an answer before it. */
export function promisedAfter(now: Promised, event: Event, waits: boolean): Promised {
  switch (event.type) {
    case "message.sent": {
      if (!event.public) return now;
      if (event.by.kind === "visitor") return waits ? now : ofTheRunBefore(now, event.at);
      const answers = event.by.kind === "agent" && (event.kind === "text" || event.kind === "file");
      return answers
        ? { ...stoppedAt(now, event.at, ["first_response", "next_response"]), wanted: true }
        : now;
    }
    case "queued":
    case "handed_off":
    case "assigned":
    case "transferred":
      return { ...now, wanted: true };
    case "resolved":
      return stoppedAt(
        now,
        event.at,
        gone.includes(event.reason) ? ["first_response", "resolution"] : ["resolution"],
      );
    case "snoozed":
      return snoozed(now, event);
    case "sla.due":
      return begun(now, event.target, event.deadline, event.at);
    case "sla.warned":
      return { ...now, warnings: without(now.warnings, [event.target]) };
    case "sla.breached":
      if (event.target in now.late) return { ...now, late: without(now.late, [event.target]) };
      return {
        ...now,
        warnings: without(now.warnings, [event.target]),
        breached: [...new Set([...now.breached, event.target])],
      };
    default:
      return now;
  }
}

function ofTheRunBefore(now: Promised, at: number): Promised {
  const due = now.deadlines.next_response;
  return due === undefined || at <= due ? now : stoppedAt(now, at, ["next_response"]);
}

function begun(before: Promised, target: string, deadline: number, at: number): Promised {
  const now = stopped(before, [target]);
  const warning = warningOf(now, deadline, at);
  return {
    ...now,
    deadlines: { ...now.deadlines, [target]: deadline },
    warnings: warning === null ? now.warnings : { ...now.warnings, [target]: warning },
    paused_at: target === "resolution" ? null : now.paused_at,
  };
}

function warningOf(now: Promised, deadline: number, at: number): number | null {
  if (now.warn_before === null || deadline <= at) return null;
  const warning = deadline - now.warn_before * 1000;
  return warning < at - tooLateToWarn ? null : Math.max(warning, at);
}

function stopped(now: Promised, targets: readonly string[]): Promised {
  if (!targets.some((target) => target in now.deadlines)) return now;
  return {
    ...now,
    deadlines: without(now.deadlines, targets),
    warnings: without(now.warnings, targets),
    breached: now.breached.filter((target) => !targets.includes(target)),
    paused_at: targets.includes("resolution") ? null : now.paused_at,
  };
}

function stoppedAt(before: Promised, at: number, targets: readonly string[]): Promised {
  const late = Object.entries(before.deadlines).filter(
    ([target, deadline]) =>
      targets.includes(target) &&
      at > deadline &&
      !before.breached.includes(target) &&
      !(target === "resolution" && before.paused_at !== null),
  );
  const now = stopped(before, targets);
  return late.length > 0 ? { ...now, late: { ...now.late, ...Object.fromEntries(late) } } : now;
}

function snoozed(now: Promised, event: Snoozed): Promised {
  const stands = now.pauses && event.reason === "waiting_visitor" && now.paused_at === null;
  const due = now.deadlines.resolution ?? 0;
  return stands && due > event.at ? { ...now, paused_at: event.at } : now;
}

const without = (times: Times, targets: readonly string[]): Times =>
  Object.fromEntries(Object.entries(times).filter(([target]) => !targets.includes(target)));
