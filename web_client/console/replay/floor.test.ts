import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Changes, changeNear, type Day, type Floor, floorAt, momentAt, stripOf } from "./floor.ts";

type Fixture = { day: Changes; floors: [number, Floor][] };
const FILE = join(import.meta.dirname, "../../../tests/replays/stories.json");
const { day: changes, floors }: Fixture = JSON.parse(readFileSync(FILE, "utf8"));

const times = changes.moves.map((row) => row[0]);
const day: Day = {
  ...changes,
  date: "2026-01-05",
  tz: "UTC",
  from: Math.min(...times) - 1000,
  to: Math.max(...times) + 1000,
  known: Math.max(...times) + 1000,
};

test("at each moment the floor is the one that Python gives", () => {
  for (const [at, floor] of floors) expect(floorAt(changes, at), String(at)).toEqual(floor);
  expect(floors.length).toBeGreaterThan(30);
});

test("what is shown is what stood there", () => {
  for (const [at, floor] of floors) {
    const shown = momentAt(changes, at, null);
    expect(shown.queue.map((spot) => spot.id).toSorted()).toEqual(floor.queue.toSorted());
    for (const agent of shown.agents)
      expect(agent.has.map((spot) => spot.id).toSorted()).toEqual(floor.held[agent.id] ?? []);
    expect(shown.bot).toBe(floor.bot.length);
  }
});

test("no part of the strip is lower than the floor was at any moment in it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 400 }), (parts) => {
      const strip = stripOf(day, parts, null);
      for (const [at, floor] of floors.filter(([one]) => one >= day.from && one < day.to)) {
        const part = Math.min(parts - 1, Math.floor(((at - day.from) / (day.to - day.from)) * parts));
        const online = Object.values(floor.agents).filter(([status]) => status === "online").length;
        expect(strip.queue[part]).toBeGreaterThanOrEqual(floor.queue.length);
        expect(strip.online[part]).toBeGreaterThanOrEqual(online);
      }
      const most = Math.max(...floors.map(([, floor]) => floor.queue.length));
      expect(Math.max(...strip.queue)).toBeLessThanOrEqual(most);
    }),
  );
});

test("of one team only its own are shown", () => {
  const [team = ""] = changes.teams[0] ?? [];
  for (const [at] of floors) {
    const shown = momentAt(changes, at, team);
    const all = momentAt(changes, at, null);
    expect(shown.queue.length).toBeLessThanOrEqual(all.queue.length);
    expect(shown.queue.every((spot) => all.queue.some((one) => one.id === spot.id))).toBe(true);
  }
});

test("from one change to the next and back", () => {
  const first = changeNear(day, day.from, true) ?? 0;
  const second = changeNear(day, first, true) ?? 0;
  expect(changeNear(day, second, false)).toBe(first);
  expect(changeNear(day, first, false)).toBeNull();
  expect(changeNear(day, day.to, true)).toBeNull();
});
