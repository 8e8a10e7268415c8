import { expect, test } from "vitest";
import { pageOf, pathOf } from "./behind.tsx";
import type { Kpi } from "./kinds.ts";

const opened = {
  kpi: { id: "frt" } as Kpi,
  parameters: "from=2026-11-01&to=2026-11-29&tz=UTC&by=weekday%2Chour&compare=before",
  asOf: Date.UTC(2026, 10, 28, 23, 26, 51, 219),
};
const query = (path: string) => new URLSearchParams(path.split("?")[1]);

test("the rows are asked for as the figure was, and as it was known then", () => {
  const path = pathOf({ ...opened, group: ["mon", 9] }, "closed_unanswered");
  expect(path).toMatch(/^\/kpis\/frt\/conversations\?/);
  expect([...query(path)]).toEqual([
    ["from", "2026-11-01"],
    ["to", "2026-11-29"],
    ["tz", "UTC"],
    ["by", "weekday,hour"],
    ["as_of", "2026-11-28T23:26:51.219Z"],
    ["limit", "50"],
    ["excluded", "closed_unanswered"],
    ["group", "mon"],
    ["group", "9"],
  ]);
});

test("what belongs to nobody is a group too, and a bar has its name", () => {
  expect(query(pathOf({ ...opened, group: [null] }, null)).getAll("group")).toEqual([""]);
  expect(query(pathOf({ ...opened, bin: "24h+" }, null)).get("bin")).toBe("24h+");
});

test("a page goes on in the order that it was begun in", () => {
  expect(pageOf("/kpis/frt/conversations?limit=50", "newest", null)).toBe("/kpis/frt/conversations?limit=50");
  const more = query(pageOf("/kpis/frt/conversations?limit=50", "lowest", "a+b="));
  expect([more.get("order"), more.get("cursor")]).toEqual(["lowest", "a+b="]);
});
