import { expect, test } from "vitest";
import {
  boardPath,
  inboxPath,
  placeOf,
  replayPath,
  reportsPath,
  routeOf,
  settingsPath,
  watchPath,
} from "./routes.ts";

test("each address leads to its page, and what is made leads back", () => {
  expect(routeOf("")).toEqual({ page: "inbox", conversation: null, visitor: false });
  expect(routeOf(inboxPath("c_1/2", true))).toEqual({ page: "inbox", conversation: "c_1/2", visitor: true });
  expect(routeOf("#/board")).toEqual({ page: "board", query: "" });
  expect(routeOf(boardPath({ site: "s 1", team: "" }))).toEqual({ page: "board", query: "site=s+1" });
  expect(routeOf(watchPath("c_1/2"))).toEqual({ page: "watch", conversation: "c_1/2" });
  expect(routeOf(replayPath("floor", { at: "5" }))).toEqual({ page: "replay", what: "floor", query: "at=5" });
  expect(routeOf("#/setup?key=a%2Bb")).toEqual({ page: "setup", key: "a+b" });
  expect(routeOf(settingsPath("sites", "s 1", "hours"))).toEqual({
    page: "settings",
    section: "sites",
    id: "s 1",
    tab: "hours",
  });
});

test("an unknown or broken address is no page, and no error", () => {
  expect(routeOf("#/nowhere")).toEqual({ page: "unknown" });
  expect(routeOf("#/settings/nothing")).toEqual({ page: "unknown" });
  expect(routeOf("#/inbox/%E0%A4%A")).toEqual({ page: "inbox", conversation: null, visitor: false });
});

test("the reports keep what is asked for in the address", () => {
  const path = reportsPath(["figure", "frt"], "team=t%201");
  expect(path).toBe("#/reports/figure/frt?team=t%201");
  expect(routeOf(path)).toEqual({ page: "reports", path: ["figure", "frt"], query: "team=t%201" });
  expect(routeOf("#/reports")).toEqual({ page: "reports", path: [], query: "" });
});

test("what is chosen on a page leads to no other one", () => {
  const place = (path: string) => placeOf(routeOf(path));
  expect(place(inboxPath("c_1"))).toBe(place(inboxPath()));
  expect(place(boardPath({ site: "s_1" }))).toBe(place("#/board"));
  expect(place(reportsPath(["fast"], "team=t_1"))).toBe(place(reportsPath(["fast"])));
  expect(place(settingsPath("sites", "s_1", "hours"))).toBe(place(settingsPath("sites", "s_1")));
  expect(place(replayPath("floor", { at: "5" }))).toBe(place(replayPath("floor", {})));
});

test("each page is another one", () => {
  const paths = ["#/inbox", "#/board", "#/watch/c_1", "#/watch/c_2", "#/reports/fast", "#/reports/solve"];
  const more = [
    "#/replay/c_1",
    "#/replay/floor",
    "#/settings/sites",
    "#/settings/sites/s_1",
    "#/profile",
    "#/no",
  ];
  const places = [...paths, ...more].map((path) => placeOf(routeOf(path)));
  expect(new Set(places).size).toBe(places.length);
});
