import { expect, test } from "vitest";
import { Log } from "./log.ts";
import type { Queued } from "./protocol.ts";
import type { Part } from "./state.ts";

const event = (seq: number, conversation = "c"): Queued => ({
  conversation,
  seq,
  at: seq,
  by: { kind: "system", id: null, name: null },
  id: null,
  type: "queued",
  team: null,
  reason: "asked",
});
const seqs = (log: Log) => log.events.map(({ seq }) => seq);

test("events stand in order, however they come, and none twice", () => {
  const log = new Log("c");
  expect([3, 1, 2, 3].map((seq) => log.add(event(seq)))).toEqual([true, true, true, false]);
  expect(seqs(log)).toEqual([1, 2, 3]);
});

test("an event of another conversation is not taken", () => {
  const log = new Log("c");
  expect(log.add(event(1, "other"))).toBe(false);
  expect(log.upto).toBe(0);
});

test("gaps are nothing to ask about: what was given up to a number is everything", () => {
  const log = new Log("c");
  log.take({ events: [event(1), event(4)], upto: 6 });
  expect(log.upto).toBe(6);
  log.add(event(9));
  expect(log.upto).toBe(9);
});

test("catching up asks from the last number, part by part", async () => {
  const log = new Log("c");
  log.take({ events: [event(1)], upto: 2 });
  const parts: Part[] = [
    { events: [event(3)], upto: 3, more: true },
    { events: [event(5)], upto: 6 },
  ];
  const asked: number[] = [];
  const fresh = await log.catchUp(async (after) => {
    asked.push(after);
    return parts.shift() ?? null;
  });
  expect(asked).toEqual([2, 3]);
  expect(fresh.map(({ seq }) => seq)).toEqual([3, 5]);
  expect(log.upto).toBe(6);
});

test("a part that brings nobody further ends it", async () => {
  const log = new Log("c");
  let asked = 0;
  await log.catchUp(async () => {
    asked += 1;
    return { events: [], upto: 0, more: true };
  });
  expect(asked).toBe(1);
});
