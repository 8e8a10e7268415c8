import { expect, test } from "vitest";
import { inboxPath, routeOf, settingsPath } from "./routes.ts";

test("each address leads to its page, and what is made leads back", () => {
  expect(routeOf("")).toEqual({ page: "inbox", conversation: null, visitor: false });
  expect(routeOf(inboxPath("c_1/2", true))).toEqual({ page: "inbox", conversation: "c_1/2", visitor: true });
  expect(routeOf("#/board")).toEqual({ page: "board" });
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
