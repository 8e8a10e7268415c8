// What socket.io-client brings and our protocol does not have, the widget's visitors need not download:
// WebTransport, binary packets, and the change from polling to a WebSocket (`Connection` tries that one first).
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ours = (name) => join(import.meta.dirname, "widget/sockets", name);
const INSTEAD = { "socket.io-parser": ours("text_parser.ts"), "engine.io-parser": ours("text_packets.ts") };
const PROBE = /^ {4}_probe\(name\) \{$[\s\S]*?^ {4}\}$/m;

export function slimSockets() {
  return {
    name: "slim-sockets",
    enforce: "pre",
    resolveId: (id) => INSTEAD[id] ?? null,
    load(id) {
      if (id.endsWith("/transports/webtransport.js")) return "export const WT = undefined";
      return id.endsWith("/engine.io-client/build/esm/socket.js") ? withoutProbe(id) : null;
    },
  };
}

/** Raises Error when the library is not as it was. */
function withoutProbe(id) {
  const code = readFileSync(id, "utf8");
  if (!PROBE.test(code)) throw new Error(`${id} has changed: see slim_sockets.mjs`);
  return code.replace(PROBE, "_probe() {}");
}
