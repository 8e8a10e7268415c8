import fc from "fast-check";
import { expect, test } from "vitest";
import type { Board } from "./feed.ts";
import { waitsOf } from "./part.ts";

const AT = 1_000_000;
const waiters = fc.array(
  fc.record({
    site: fc.constantFrom("s1", "s2"),
    team: fc.constantFrom("t1", "t2", null),
    began: fc.integer({ min: 0, max: AT }),
  }),
);
type Waiter = { site: string; team: string | null; began: number };

/** As the server puts them together. */
function boardOf(all: readonly Waiter[]): Board {
  const keys = new Set(all.map((one) => `${one.site} ${one.team}`));
  const groups = [...keys].map((key) => {
    const own = all.filter((one) => `${one.site} ${one.team}` === key);
    const times = own.map((one) => one.began);
    const began = times.reduce((a, b) => a + b, 0);
    const [first] = own;
    return {
      site: first?.site ?? "",
      team: first?.team ?? null,
      waiting: own.length,
      oldest: Math.min(...times),
      began,
      active: 0,
    };
  });
  return { at: AT, groups } as unknown as Board;
}

test("of each part as many wait, as long, as of its waiters one by one; and it goes on by itself", () => {
  fc.assert(
    fc.property(
      waiters,
      fc.constantFrom("", "s1", "s2"),
      fc.constantFrom("", "t1", "t2"),
      fc.nat(60_000),
      (all, site, team, later) => {
        const own = all.filter(
          (one) => (site === "" || one.site === site) && (team === "" || one.team === team),
        );
        const waits = own.map((one) => AT + later - one.began);
        const found = waitsOf({ site, team }, boardOf(all), AT + later);
        expect(found.waiting).toBe(own.length);
        expect(found.longest).toBe(own.length ? Math.max(...waits) : null);
        if (own.length === 0) expect(found.mean).toBeNull();
        else expect(found.mean).toBeCloseTo(waits.reduce((a, b) => a + b, 0) / own.length, 3);
      },
    ),
  );
});

test("a clock that is behind the server's makes nobody's wait shorter than it was told", () => {
  const board = boardOf([{ site: "s1", team: null, began: AT - 5000 }]);
  expect(waitsOf({ site: "", team: "" }, board, AT - 60_000).longest).toBe(5000);
});
