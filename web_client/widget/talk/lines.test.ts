import { expect, test } from "vitest";
import type { Event, MessageSent, Sender } from "../../shared/protocol.ts";
import { lastMessage, linesOf, unsentOf } from "./lines.ts";

const DAY = 86_400_000;
const vera: Sender = { kind: "visitor", id: "v", name: null };
const ada: Sender = { kind: "agent", id: "a", name: "Ada" };
const system: Sender = { kind: "system", id: null, name: null };
const dayOf = (at: number) => String(Math.floor(at / DAY));

const said = (seq: number, by: Sender, at = seq, id: string | null = null): MessageSent => ({
  conversation: "c",
  seq,
  at,
  by,
  id,
  type: "message.sent",
  kind: "text",
  public: true,
  text: `message ${seq}`,
  choices: [],
  choice: null,
  ask: [],
  phrase: null,
});
const envelope = (seq: number, by: Sender) => ({ conversation: "c", seq, at: seq, by, id: null });
const assigned = (seq: number, id: string, name: string): Event => ({
  ...envelope(seq, system),
  type: "assigned",
  agent: { id, name },
  reason: "routed",
});
const kinds = (events: readonly Event[]) => linesOf(events, dayOf).map((line) => line.kind);

test("messages of one sender in a row stand together, another day apart", () => {
  const lines = linesOf([said(1, vera), said(2, vera), said(3, ada), said(4, ada, DAY + 4)], dayOf);
  expect(lines.map((line) => line.kind)).toEqual(["day", "group", "group", "day", "group"]);
  expect(lines[1]).toMatchObject({ mine: true, messages: [{ seq: 1 }, { seq: 2 }] });
});

test("Ada joins once, however often she is assigned in a row", () => {
  expect(kinds([assigned(1, "a", "Ada"), assigned(2, "a", "Ada"), assigned(3, "b", "Ben")])).toEqual([
    "day",
    "joined",
    "joined",
  ]);
});

test("a message is read or delivered only when the other side has said so", () => {
  const read: Event = { ...envelope(4, ada), type: "message.read", upto: 1 };
  const delivered: Event = { ...envelope(5, ada), type: "message.delivered", upto: 3 };
  const own: Event = { ...envelope(6, vera), type: "message.read", upto: 5 };
  const events = [
    said(1, vera),
    said(2, ada),
    said(3, vera),
    read,
    delivered,
    own,
    said(7, ada),
    said(8, vera),
  ];
  const marks = linesOf(events, dayOf).flatMap((line) =>
    line.kind === "group" && line.mine ? line.mark : [],
  );
  expect(marks).toEqual(["read", "delivered", "sent"]);
});

test("what is in the log already is not shown as unsent as well", () => {
  const outgoing = { text: "", at: 0, state: "sent" } as const;
  const unsent = unsentOf(
    [
      { ...outgoing, id: "x" },
      { ...outgoing, id: "y" },
    ],
    [said(1, vera, 1, "x")],
  );
  expect(unsent.map((message) => message.id)).toEqual(["y"]);
});

test("the last message is the last that was said, not the last thing that happened", () => {
  expect(lastMessage([said(1, ada), assigned(2, "a", "Ada")])?.seq).toBe(1);
});
