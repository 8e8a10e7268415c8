// The Engine.IO packets that our protocol has, as engine.io-parser writes and reads them: text only.

const TYPES = ["open", "close", "ping", "pong", "message", "upgrade", "noop"];
const SEPARATOR = "\x1e";

export type Packet = { type: string; data?: string };
export const protocol = 4;

export function encodePacket({ type, data }: Packet, _: boolean, done: (text: string) => void): void {
  done(`${TYPES.indexOf(type)}${data || ""}`);
}

export function decodePacket(text: unknown): Packet {
  const type = typeof text === "string" ? TYPES["0123456".indexOf(text.charAt(0) || "-")] : undefined;
  if (typeof text !== "string" || type === undefined) return { type: "error", data: "parser error" };
  return text.length > 1 ? { type, data: text.slice(1) } : { type };
}

export function encodePayload(packets: readonly Packet[], done: (text: string) => void): void {
  const texts: string[] = [];
  for (const packet of packets) encodePacket(packet, false, (text) => texts.push(text));
  done(texts.join(SEPARATOR));
}

/** Up to the first that cannot be read. */
export function decodePayload(payload: string): Packet[] {
  const packets = payload.split(SEPARATOR).map(decodePacket);
  const wrong = packets.findIndex((packet) => packet.type === "error");
  return wrong < 0 ? packets : packets.slice(0, wrong + 1);
}
