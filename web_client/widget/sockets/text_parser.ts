// The Socket.IO packets that our protocol has, as socket.io-parser writes and reads them. Binary packets, which
// the server refuses, are left out: they are half of that library.

import { Emitter } from "@socket.io/component-emitter";
import { written } from "../../shared/json.ts";

export const PacketType = { CONNECT: 0, DISCONNECT: 1, EVENT: 2, ACK: 3, CONNECT_ERROR: 4 } as const;
export type Packet = { type: number; nsp: string; id?: number; data?: unknown };
export const protocol = 5;

export class Encoder {
  encode({ type, nsp, id, data }: Packet): string[] {
    const space = nsp && nsp !== "/" ? `${nsp},` : "";
    return [`${type}${space}${id ?? ""}${data == null ? "" : written(data)}`];
  }
}

const PACKET = /^([0-4])(?:(\/[^,]*)(?:,|$))?(\d*)([\s\S]*)$/;

const isObject = (value: unknown) => Object.prototype.toString.call(value) === "[object Object]";

export class Decoder extends Emitter<object, { decoded: (packet: Packet) => void }> {
  /** Emits `decoded`. Raises Error on anything that is not a packet; the connection is then opened anew. */
  add(text: unknown): void {
    const [, type, nsp = "/", id, json] = PACKET.exec(String(text)) ?? [];
    if (typeof text !== "string" || type === undefined) throw new Error("not a packet");
    const packet: Packet = { type: Number(type), nsp };
    if (id) packet.id = Number(id);
    if (json) packet.data = JSON.parse(json);
    if (!isValid(packet)) throw new Error("invalid payload");
    this.emit("decoded", packet);
  }

  destroy(): void {}
}

function isValid({ type, data }: Packet): boolean {
  if (data === undefined) return true;
  if (type === PacketType.EVENT || type === PacketType.ACK) return Array.isArray(data);
  return type !== PacketType.DISCONNECT && (isObject(data) || typeof data === "string");
}
