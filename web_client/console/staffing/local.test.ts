import { describe, expect, it } from "vitest";
import { instantOf, timeAt } from "./local.ts";
import { rosterCsv } from "./roster_csv.ts";

const ROME = "Europe/Rome";

describe("local times", () => {
  it("are two hours ahead of UTC in summer, and one in winter", () => {
    expect(instantOf("2026-07-01", "08:00", ROME)).toBe(Date.UTC(2026, 6, 1, 6));
    expect(instantOf("2026-01-01", "08:00", ROME)).toBe(Date.UTC(2026, 0, 1, 7));
  });
  it("that come twice are the first of them", () => {
    expect(instantOf("2026-10-25", "02:30", ROME)).toBe(Date.UTC(2026, 9, 25, 0, 30));
  });
  it("that are skipped are the same time after the gap", () => {
    expect(timeAt(instantOf("2026-03-29", "02:30", ROME), ROME)).toBe("03:30");
  });
  it("are read back as they were written", () => {
    for (const tz of [ROME, "America/New_York", "Asia/Kolkata", "UTC"])
      for (const date of ["2026-02-28", "2026-03-29", "2026-10-25"])
        for (const time of ["00:00", "09:15", "23:45"])
          expect(timeAt(instantOf(date, time, tz), tz)).toBe(time);
  });
});

describe("a roster as a table", () => {
  const people = [
    { id: "a", email: "ada@shop.example" },
    { id: "b", email: "=ben@shop.example" },
  ];
  const shift = (agent: string) => ({
    agent,
    from: instantOf("2026-03-09", "22:00", ROME),
    to: instantOf("2026-03-10", "06:00", ROME),
    kind: "work" as const,
  });
  it("has local times, a shift a line", () => {
    const lines = rosterCsv([shift("a")], people, ROME).split("\r\n");
    expect(lines).toEqual([
      "agent,from,to,kind",
      "ada@shop.example,2026-03-09 22:00,2026-03-10 06:00,work",
      "",
    ]);
  });
  it("has nobody who is not there any more, and no formulas", () => {
    const lines = rosterCsv([shift("gone"), shift("b")], people, ROME).split("\r\n");
    expect(lines[1]).toMatch(/^'=ben@/);
  });
});
