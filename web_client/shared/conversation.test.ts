import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { after, replay, waiting } from "./conversation.ts";
import type { Event } from "./protocol.ts";

type Story = { events: readonly Event[]; conversation: Record<string, unknown> };
const STORIES = join(import.meta.dirname, "../../tests/timelines");

function stories(): { name: string; story: Story }[] {
  const names = existsSync(STORIES) ? readdirSync(STORIES).filter((name) => name.endsWith(".json")) : [];
  return names.map((name) => ({ name, story: JSON.parse(readFileSync(join(STORIES, name), "utf8")) }));
}

const by = (kind: Event["by"]["kind"], id: string | null, name: string | null) => ({ kind, id, name });
const vera = by("visitor", "v", null);
const ada = by("agent", "a", "Ada");
const message = {
  type: "message.sent",
  kind: "text",
  public: true,
  choices: [],
  choice: null,
  ask: [],
  phrase: null,
} as const;
const envelope = (seq: number, who: Event["by"]) => ({
  conversation: "c",
  seq,
  at: seq * 1000,
  by: who,
  id: null,
});

const told: Event[] = [
  {
    ...envelope(1, vera),
    type: "conversation.started",
    site: "s",
    visitor: { id: "v", name: null },
    team: null,
    channel: "web",
    origin: "visitor",
    customer: null,
    mode: "live",
    skills: [],
    language: null,
    locale: "en",
    test: false,
    page: null,
    address: null,
  },
  { ...envelope(2, vera), ...message, text: "Hello" },
  { ...envelope(3, by("bot", "butler", "Butler")), type: "queued", team: null, reason: "asked" },
  {
    ...envelope(4, by("system", null, null)),
    type: "assigned",
    agent: { id: "a", name: "Ada" },
    reason: "routed",
  },
  { ...envelope(5, ada), ...message, text: "Good morning" },
  { ...envelope(6, ada), type: "resolved", reason: "solved" },
];

test("each story in tests/timelines ends as it does in Python", () => {
  for (const { name, story } of stories()) {
    expect(replay(story.events), name).toMatchObject(story.conversation);
  }
});

test("joining late and hearing the rest equals hearing it all", () => {
  for (let cut = 0; cut <= told.length; cut++) {
    expect(told.slice(cut).reduce(after, replay(told.slice(0, cut)))).toEqual(replay(told));
  }
});

test("who must act next follows from what was said", () => {
  const acting = told.map((_, last) => waiting(replay(told.slice(0, last + 1))));
  expect(acting).toEqual(["bot", "bot", "queue", "agent", "visitor", null]);
});
