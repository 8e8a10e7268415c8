import { afterEach, beforeEach, expect, test } from "vitest";
import { Connection } from "../../shared/connection.ts";
import type { Event, MessageSent } from "../../shared/protocol.ts";
import type { State } from "../../shared/state.ts";
import { startServer, type TestServer } from "../../shared/testing_server.ts";
import { Talk } from "./talk.ts";

const said = (seq: number): MessageSent => ({
  type: "message.sent",
  conversation: "c_1",
  seq,
  at: seq,
  by: { kind: "agent", id: "a_ada", name: "Ada" },
  id: `id ${seq}`,
  kind: "text",
  public: true,
  text: `text ${seq}`,
  choices: [],
  choice: null,
  ask: [],
  phrase: null,
});

let server: TestServer;
let connection: Connection;
/** What was said of looking, in order. */
let looks: unknown[];
/** What the timeline holds, as the server gives it. */
let timeline: MessageSent[];

beforeEach(async () => {
  timeline = [];
  looks = [];
  server = await startServer();
  server.io.of("/agent").on("connection", (socket) => {
    socket.on("leave", ({ conversation }, answer) => {
      looks.push(["leave", conversation]);
      answer({ ok: true });
    });
    socket.on("open", ({ conversation, after, looking }, answer) => {
      looks.push(["open", looking]);
      if (conversation !== "c_1") return answer({ ok: false, error: { code: "not_found", message: "no" } });
      const events = timeline.filter((event) => event.seq > after).slice(0, 2);
      const upto = events.at(-1)?.seq ?? after;
      const viewers = [{ id: "a_ben", name: "Ben" }];
      answer({ ok: true, conversation: { id: "c_1" }, viewers, events, upto, more: upto < timeline.length });
    });
  });
  connection = new Connection({ url: server.url, namespace: "/agent", auth: () => ({}) });
  connection.connect();
});

afterEach(async () => {
  connection.close();
  await server.stop();
});

function newTalk(conversation = "c_1") {
  const told: Event[] = [];
  const states: State[] = [];
  const talk = new Talk(conversation, connection, {
    state: (state) => states.push(state),
    events: (events) => told.push(...events),
  });
  return { talk, told, states };
}

test("catching up brings everything, part by part, and tells each event once however it came", async () => {
  const { talk, told, states } = newTalk();
  timeline = [1, 2, 3, 4, 5].map(said);
  talk.happened(said(2));
  expect(await talk.catchUp()).toBe(4);
  talk.happened(said(3));
  expect(talk.events.value.map((event) => event.seq)).toEqual([1, 2, 3, 4, 5]);
  expect(told.map((event) => event.seq).sort()).toEqual([1, 2, 3, 4, 5]);
  expect(states[0]?.id).toBe("c_1");
  expect(talk.loaded.value).toBe(true);
});

test("a conversation that is not hers is refused, and stays empty", async () => {
  const { talk } = newTalk("c_other");
  expect(await talk.catchUp()).toBe(0);
  expect(talk.refusal.value?.code).toBe("not_found");
  expect(talk.events.value).toEqual([]);
});

test("who has written is not typing any more", () => {
  const { talk } = newTalk();
  const by = { kind: "agent" as const, id: "a_ada", name: "Ada" };
  talk.typed({ conversation: "c_1", by, on: true });
  expect(talk.typing.shown.value).toHaveLength(1);
  talk.happened(said(1));
  expect(talk.typing.shown.value).toHaveLength(0);
});

test("only what is shown counts as looked at, and leaving it is told", async () => {
  const { talk } = newTalk();
  await talk.catchUp();
  const hidden = talk.shows();
  await talk.catchUp();
  hidden();
  await talk.catchUp();
  expect(looks.filter((look, place) => String(look) !== String(looks[place - 1]))).toEqual([
    ["open", false],
    ["open", true],
    ["leave", "c_1"],
    ["open", false],
  ]);
  expect(talk.viewers.value).toEqual([{ id: "a_ben", name: "Ben" }]);
  talk.viewedBy([]);
  expect(talk.viewers.value).toEqual([]);
});
