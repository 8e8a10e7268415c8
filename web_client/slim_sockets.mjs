// What socket.io-client brings and our protocol does not have, the widget's visitors need not download:
// WebTransport and binary packets.
import { join } from "node:path";

const ours = (name) => join(import.meta.dirname, "widget/sockets", name);
const INSTEAD = { "socket.io-parser": ours("text_parser.ts"), "engine.io-parser": ours("text_packets.ts") };

export function slimSockets() {
  return {
    name: "slim-sockets",
    enforce: "pre",
    resolveId: (id) => INSTEAD[id] ?? null,
    load: (id) => (id.endsWith("/transports/webtransport.js") ? "export const WT = undefined" : null),
  };
}
