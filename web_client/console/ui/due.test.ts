import { expect, test } from "vitest";
import type { State } from "../../shared/state.ts";
import { dueOf, isSoon } from "./due.ts";

const NOW = 1_767_600_000_000;
const HOUR = 3_600_000;

function owed(deadlines: Record<string, number>, more: Partial<State> = {}): State {
  const sla = { policy: "p", deadlines, breached: [], paused: false };
  return { status: "open", waiting: "agent", sla, ...more } as State;
}

test("the answer that is due first is shown before any resolution", () => {
  const state = owed({ resolution: NOW - 1, next_response: NOW + 9, first_response: NOW + 5 });
  expect(dueOf(state, NOW)).toEqual({ target: "first_response", at: NOW + 5 });
});

test("a resolution is shown in its last hour, and when it is late", () => {
  expect(dueOf(owed({ resolution: NOW + HOUR + 1 }), NOW)).toBeNull();
  expect(dueOf(owed({ resolution: NOW + HOUR }), NOW)?.target).toBe("resolution");
  expect(dueOf(owed({ resolution: NOW - HOUR }), NOW)?.at).toBe(NOW - HOUR);
});

test("nothing is due of what is resolved, waits for the visitor, or was never promised", () => {
  expect(dueOf(owed({ first_response: NOW }, { status: "resolved" }), NOW)).toBeNull();
  const paused = owed(
    { resolution: NOW },
    { sla: { policy: "p", deadlines: {}, breached: [], paused: true } },
  );
  expect(dueOf(paused, NOW)).toBeNull();
  expect(dueOf(owed({}, { sla: null }), NOW)).toBeNull();
});

test("less than two minutes are soon, and what is late is too", () => {
  expect([120_000, 119_999, -1].map(isSoon)).toEqual([false, true, true]);
});
