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

test("what was given up to a number is everything, and so is what follows it one by one", () => {
  const log = new Log("c");
  log.take({ events: [event(1), event(4)], upto: 6 });
  expect(log.upto).toBe(6);
  log.add(event(7));
  expect(log.upto).toBe(7);
});

test("an event that overtook another hides nothing", () => {
  const log = new Log("c");
  log.take({ events: [event(1)], upto: 1 });
  log.add(event(3));
  expect(log.upto).toBe(1);
  log.add(event(2));
  expect(log.upto).toBe(3);
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

test("a live event that comes between two parts hides nothing", async () => {
  const log = new Log("c");
  log.take({ events: [event(1)], upto: 1 });
  const parts: Part[] = [
    { events: [event(2), event(3)], upto: 3, more: true },
    { events: [event(4), event(5), event(9)], upto: 9 },
  ];
  const asked: number[] = [];
  await log.catchUp(async (after) => {
    asked.push(after);
    log.add(event(9));
    return parts.shift() ?? null;
  });
  expect(asked).toEqual([1, 3]);
  expect(seqs(log)).toEqual([1, 2, 3, 4, 5, 9]);
  expect(log.upto).toBe(9);
});

test("when catching up breaks off, the next try asks for the same again", async () => {
  const log = new Log("c");
  log.take({ events: [event(1)], upto: 1 });
  await log.catchUp(async () => null);
  log.add(event(7));
  const asked: number[] = [];
  await log.catchUp(async (after) => {
    asked.push(after);
    return { events: [event(2), event(7)], upto: 7 };
  });
  expect(asked).toEqual([1]);
  expect(seqs(log)).toEqual([1, 2, 7]);
});
