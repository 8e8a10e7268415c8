import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OwnTyping, TypingPeople } from "./typing.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test("who has not been heard for six seconds has stopped typing", () => {
  let changes = 0;
  const people = new TypingPeople(() => {
    changes += 1;
  });
  people.heard("Ada", true);
  vi.advanceTimersByTime(5000);
  people.heard("Ada", true);
  vi.advanceTimersByTime(5000);
  expect(people.names).toEqual(["Ada"]);
  vi.advanceTimersByTime(1000);
  expect(people.names).toEqual([]);
  expect(changes).toBe(2);
});

test("one's own typing is told at once, seldom while it goes on, and when it stops", () => {
  const told: boolean[] = [];
  const own = new OwnTyping((on) => told.push(on));
  for (let now = 10_000; now < 15_000; now += 100) own.typed(now);
  expect(told).toEqual([true, true]);
  vi.advanceTimersByTime(4500);
  expect(told).toEqual([true, true, false]);
  own.stopped();
  expect(told).toEqual([true, true, false]);
});
