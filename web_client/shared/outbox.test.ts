import { expect, test } from "vitest";
import type { Ack } from "./connection.ts";
import { type Keeper, Outbox, type Outgoing, type Said } from "./outbox.ts";
import type { MessageSent } from "./protocol.ts";

type Answer = (ack: Ack<Said>) => void;

/** A server that answers when it is told to. */
function desk() {
  const asked: { message: Outgoing; answer: Answer }[] = [];
  const send = (message: Outgoing) =>
    new Promise<Ack<Said>>((answer) => {
      asked.push({ message, answer });
    });
  return { asked, send };
}

const settled = () => new Promise((done) => setImmediate(done));
const states = (outbox: Outbox) => outbox.messages.value.map((message) => [message.id, message.state]);
const refused: Ack<Said> = { ok: false, error: { code: "too_large", message: "" } };

const echo = (id: string): MessageSent => ({
  conversation: "c",
  seq: 2,
  at: 1,
  by: { kind: "visitor", id: "v", name: null },
  id,
  type: "message.sent",
  kind: "text",
  public: true,
  text: "",
  choices: [],
  choice: null,
  ask: [],
  phrase: null,
});

test("Vera's messages go out one after the other", async () => {
  const { asked, send } = desk();
  const outbox = new Outbox(send);
  outbox.add({ id: "a", text: "Hello" }, 1);
  outbox.add({ id: "b", text: "again" }, 2);
  expect(asked.map(({ message }) => message.id)).toEqual(["a"]);
  asked[0]?.answer({ ok: true, seq: 2, at: 5 });
  await settled();
  expect(asked.map(({ message }) => message.id)).toEqual(["a", "b"]);
  expect(states(outbox)).toEqual([
    ["a", "sent"],
    ["b", "pending"],
  ]);
});

test("the server's echo takes the place of a message, before or after the answer", async () => {
  const { asked, send } = desk();
  const outbox = new Outbox(send);
  outbox.add({ id: "a", text: "Hello" }, 1);
  outbox.echoed(echo("a"));
  expect(states(outbox)).toEqual([]);
  asked[0]?.answer({ ok: true, seq: 2, at: 5 });
  await settled();
  expect(states(outbox)).toEqual([]);
});

test("a refused message stays with its reason, others go on, and it can be tried again or given up", async () => {
  const { asked, send } = desk();
  const outbox = new Outbox(send);
  outbox.add({ id: "a", text: "too long" }, 1);
  outbox.add({ id: "b", text: "short" }, 2);
  asked[0]?.answer(refused);
  await settled();
  asked[1]?.answer({ ok: true, seq: 3, at: 5 });
  await settled();
  expect(states(outbox)).toEqual([
    ["a", "failed"],
    ["b", "sent"],
  ]);
  expect(outbox.messages.value[0]?.error?.code).toBe("too_large");
  outbox.retry("a");
  expect(asked).toHaveLength(3);
  asked[2]?.answer(refused);
  await settled();
  expect(outbox.discard("a")).toBe("too long");
  expect(states(outbox)).toEqual([["b", "sent"]]);
});

test("what was not acknowledged when the page went is sent by the next one, with the same ids", async () => {
  let stored: readonly Outgoing[] = [];
  const keeper: Keeper = {
    load: () => [...stored],
    keep: (messages) => {
      stored = messages;
    },
  };
  const first = desk();
  const before = new Outbox(first.send, keeper);
  before.add({ id: "a", text: "Hello" }, 1);
  first.asked[0]?.answer({ ok: true, seq: 2, at: 5 });
  await settled();
  before.add({ id: "b", text: "again" }, 2);
  const second = desk();
  new Outbox(second.send, keeper);
  expect(second.asked.map(({ message }) => message.id)).toEqual(["b"]);
});
