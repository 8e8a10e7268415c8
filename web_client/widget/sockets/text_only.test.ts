import * as theirPackets from "engine.io-parser";
import * as theirParser from "socket.io-parser";
import { expect, test } from "vitest";
import * as ourPackets from "./text_packets.ts";
import * as ourParser from "./text_parser.ts";

// What the libraries write we read, and the other way round.

const packets: ourParser.Packet[] = [
  { type: 0, nsp: "/visitor", data: { site: "shop", token: "a,b[1]" } },
  { type: 0, nsp: "/visitor", data: { sid: "x" } },
  { type: 1, nsp: "/visitor" },
  { type: 2, nsp: "/visitor", id: 12, data: ["say", { id: "1", text: '12, "quoted" ✓ \u2028' }] },
  { type: 2, nsp: "/", data: ["event", { seq: 1 }] },
  { type: 3, nsp: "/visitor", id: 0, data: [{ ok: true }] },
  { type: 3, nsp: "/visitor", id: 7, data: [] },
  { type: 4, nsp: "/visitor", data: { message: "no", data: { code: "not_found" } } },
];

function decoded(decoder: {
  on(event: "decoded", got: (packet: unknown) => void): unknown;
  add(text: string): void;
}) {
  return (text: string) => {
    const got: unknown[] = [];
    decoder.on("decoded", (packet) => got.push(packet));
    decoder.add(text);
    return got[0];
  };
}

test.each(packets)("a Socket.IO packet is written and read as by the library: %j", (packet) => {
  const theirs = new theirParser.Encoder().encode(packet as theirParser.Packet);
  expect(new ourParser.Encoder().encode(packet)).toEqual(theirs);
  const text = String(theirs[0]);
  expect(decoded(new ourParser.Decoder())(text)).toEqual(decoded(new theirParser.Decoder())(text));
});

test.each(["", "9", "x", '5-["a"]', "2{}", '3/visitor,1"a"', "1/visitor,[]", "2["])(
  "what is no packet of ours ends the connection: %s",
  (text) => {
    expect(() => new ourParser.Decoder().add(text)).toThrow();
  },
);

test("Engine.IO packets are written and read as by the library", () => {
  const some: ourPackets.Packet[] = [
    { type: "open", data: '{"sid":"x"}' },
    { type: "ping" },
    { type: "ping", data: "probe" },
    { type: "pong" },
    { type: "message", data: '2/visitor,["a"]' },
    { type: "upgrade" },
    { type: "noop" },
    { type: "close" },
  ];
  let ours = "";
  ourPackets.encodePayload(some, (text) => {
    ours = text;
  });
  theirPackets.encodePayload(some as theirPackets.Packet[], (theirs) => expect(ours).toBe(theirs));
  expect(ourPackets.decodePayload(ours)).toEqual(theirPackets.decodePayload(ours));
  for (const wrong of ["", "9", "x", "7a"]) {
    expect(ourPackets.decodePacket(wrong)).toEqual(theirPackets.decodePacket(wrong));
  }
});
