import { expect, test } from "vitest";
import type { Event, MessageSent, Sender } from "../../shared/protocol.ts";
import { pagesOf } from "../visitor/pages.ts";
import { lastOfVisitor, linesOf } from "./lines.ts";

const vera: Sender = { kind: "visitor", id: "v_1", name: "Vera" };
const ada: Sender = { kind: "agent", id: "a_ada", name: "Ada" };
const sameDay = (a: number, b: number) => Math.floor(a / 1e8) === Math.floor(b / 1e8);

const said = (seq: number, by: Sender, at: number, more: Partial<MessageSent> = {}): MessageSent => ({
  type: "message.sent",
  conversation: "c_1",
  seq,
  at,
  by,
  id: null,
  kind: "text",
  public: true,
  text: `text ${seq}`,
  choices: [],
  choice: null,
  ask: [],
  phrase: null,
  ...more,
});
const read = (seq: number, by: Sender, upto: number): Event => ({
  type: "message.read",
  conversation: "c_1",
  seq,
  at: seq,
  by,
  id: null,
  upto,
});

const shapes = (events: readonly Event[]) =>
  linesOf(events, sameDay).map((line) =>
    line.kind === "said" ? line.texts.map((text) => text.seq) : line.kind,
  );

test("what one person writes in a row stands together, a note and a later message apart", () => {
  const events = [
    said(1, vera, 0),
    said(2, vera, 60_000),
    said(3, vera, 400_000),
    said(4, ada, 400_001),
    said(5, ada, 400_002, { public: false, kind: "note" }),
  ];
  expect(shapes(events)).toEqual(["day", [1, 2], [3], [4], [5]]);
});

test("a new day is told, and read marks are not lines", () => {
  expect(shapes([said(1, vera, 0), read(2, ada, 1), said(3, vera, 2e8)])).toEqual(["day", [1], "day", [3]]);
});

test("Ada's message is read when Vera has read up to it, not when Ada has", () => {
  const events = [said(1, ada, 0), read(2, ada, 1)];
  const isRead = (all: readonly Event[]) =>
    linesOf(all, sameDay).some((line) => line.kind === "said" && line.read);
  expect(isRead(events)).toBe(false);
  expect(isRead([...events, read(3, vera, 1)])).toBe(true);
});

test("the visitor's last message is what can be marked as read", () => {
  expect(lastOfVisitor([said(1, vera, 0), said(2, vera, 1), said(3, ada, 2)])).toBe(2);
  expect(lastOfVisitor([said(1, ada, 0)])).toBe(0);
});

test("pages stand newest first, one that was looked at twice in a row stands once", () => {
  const page = (seq: number, url: string): Event => ({
    type: "page.viewed",
    conversation: "c_1",
    seq,
    at: seq,
    by: vera,
    id: null,
    page: { url, title: null, referrer: null },
  });
  const events = [
    page(1, "https://a.example/1"),
    page(2, "https://a.example/2"),
    page(3, "https://a.example/2"),
  ];
  expect(pagesOf(events).map((one) => one.url)).toEqual(["https://a.example/2", "https://a.example/1"]);
});
