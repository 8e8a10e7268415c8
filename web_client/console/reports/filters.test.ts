import fc from "fast-check";
import { expect, test } from "vitest";
import { PRESETS } from "./dates.ts";
import { askOf, type Filters, filtersOf, queryOf, unheeded } from "./filters.ts";
import type { Kpi } from "./kinds.ts";

const kpi = (more: Partial<Kpi>): Kpi => ({
  id: "frt",
  version: 1,
  name: "First response time",
  definition: "",
  unit: "s",
  better: "lower",
  clocks: ["wall", "business"],
  attributions: ["event", "cohort"],
  by_agent: "who answered",
  options: {},
  default: "",
  alone: [],
  either: [],
  ...more,
});
const read = (query: string) => filtersOf(new URLSearchParams(query));

const text = fc.option(fc.string({ minLength: 1 }), { nil: null });
const filters: fc.Arbitrary<Filters> = fc.record({
  period: fc.oneof(fc.constantFrom(...PRESETS), fc.constant({ from: "2026-10-26", to: "2026-11-22" })),
  site: text,
  team: text,
  agent: text,
  channel: text,
  tag: text,
  language: text,
  clock: fc.constantFrom("wall" as const, "business" as const),
  tz: fc.option(fc.constantFrom("UTC", "Europe/Rome"), { nil: null }),
  as_of: fc.option(fc.integer({ min: 1, max: 2e12 }), { nil: null }),
});

test("an address gives back the filters that made it", () => {
  fc.assert(
    fc.property(filters, (given) => {
      expect(read(queryOf(given))).toEqual(given);
    }),
  );
});

test("what is usual is not written into the address, and nonsense in it is left aside", () => {
  expect(queryOf(read(""))).toBe("");
  expect(read("period=ever&clock=cuckoo&as_of=soon&from=2026-11-22&to=2026-10-26")).toEqual(read(""));
});

test("the question has the days of the period, the last one whole", () => {
  const asked = askOf(
    kpi({}),
    read("period=yesterday&team=t%201&clock=business"),
    "2026-11-24",
    "Europe/Rome",
    {
      by: ["weekday", "hour"],
      before: true,
    },
  );
  expect(Object.fromEntries(new URLSearchParams(asked.split("?")[1]))).toEqual({
    from: "2026-11-23",
    to: "2026-11-24",
    tz: "Europe/Rome",
    team: "t 1",
    clock: "business",
    by: "weekday,hour",
    compare: "before",
  });
});

test("options that go together stand in the address as one, and are asked for one by one", () => {
  const asked = askOf(kpi({}), read(""), "2026-11-24", "UTC", { option: "mean,unassigned" });
  expect(new URLSearchParams(asked.split("?")[1]).getAll("option")).toEqual(["mean", "unassigned"]);
});

test("whoever looks into the past asks for what was known then", () => {
  const asked = askOf(kpi({}), read("as_of=1795908411219&period=7d"), "2026-11-29", "UTC");
  expect(new URLSearchParams(asked.split("?")[1]).get("as_of")).toBe("2026-11-28T23:26:51.219Z");
});

test("a figure is not asked for what it cannot heed, and says so", () => {
  const given = read("site=s&team=t&agent=a&clock=business");
  const occupancy = kpi({ id: "occupancy", by: ["agent", "day", "week", "month"], clocks: ["wall"] });
  expect(unheeded(occupancy, given)).toEqual(["site", "team"]);
  expect(askOf(occupancy, given, "2026-11-24", "UTC")).not.toMatch(/site|team|clock/);
  expect(unheeded(kpi({ by: ["site", "team", "day"] }), given)).toEqual(["agent"]);
  expect(unheeded(kpi({}), given)).toEqual([]);
});
