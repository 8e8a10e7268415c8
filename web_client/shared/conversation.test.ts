// Stories that Python (tests/core/test_timelines.py) and TypeScript replay alike.

import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { after, replay } from "./conversation.ts";
import type { Event } from "./protocol.ts";

const folder = new URL("../../tests/timelines/", import.meta.url);
const stories = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({ name, ...JSON.parse(readFileSync(new URL(name, folder), "utf8")) }));

describe.each(stories)("$name", ({ events, conversation }: { events: Event[]; conversation: unknown }) => {
  test("ends as it says", () => {
    expect(replay(events)).toEqual(conversation);
  });

  test("joining late and hearing the rest is the same as hearing it all", () => {
    for (let heard = 0; heard <= events.length; heard++) {
      const rest = events.slice(heard).reduce(after, replay(events.slice(0, heard)));
      expect(rest).toEqual(conversation);
    }
  });
});

test("there are stories", () => {
  expect(stories.length).toBeGreaterThan(5);
});
