// What socket.io-client brings and our protocol does not have, the widget's visitors need not download:
// WebTransport, binary packets, the change from polling to a WebSocket (`Connection` tries that one first), and
// coming back and sending again, which `Connection` does itself.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ours = (name) => join(import.meta.dirname, "widget/sockets", name);
const INSTEAD = {
  "socket.io-parser": ours("text_parser.ts"),
  "engine.io-parser": ours("text_packets.ts"),
};

/** Whole files, by how their path ends. */
const FILES = {
  "/transports/webtransport.js": "export const WT = undefined",
  "/transports/polling-fetch.js": "export const Fetch = undefined",
  "/contrib/parseuri.js": `export function parse(text) {
    const { protocol, hostname, port } = new URL(text);
    return { protocol: protocol.slice(0, -1), host: hostname.replace(/[[\\]]/g, ""), port };
  }`,
  "/contrib/backo2.js": `export class Backoff {
    attempts = 0;
    reset() {}
    setMin() {}
    setMax() {}
    setJitter() {}
  }`,
};

/** Methods that nothing of ours calls, or that are to do nothing. */
const METHODS = {
  "/engine.io-client/build/esm/socket.js": ["_probe", "_filterUpgrades"],
  "/socket.io-client/build/esm/manager.js": ["reconnect", "onreconnect", "maybeReconnectOnOpen"],
  "/socket.io-client/build/esm/socket.js": [
    ...["_addToQueue", "_drainQueue", "emitWithAck", "notifyOutgoingListeners"],
    ...["onAny", "prependAny", "offAny", "listenersAny"],
    ...["onAnyOutgoing", "prependAnyOutgoing", "offAnyOutgoing", "listenersAnyOutgoing"],
    ...["send", "compress", "timeout"],
  ],
};

/** Parts for Node, for browsers of the last century and for servers that ours is not. */
const PARTS = {
  "/socket.io-client/build/esm/socket.js": [[/"It seems you are trying to reach[^"]*"/, '"v2"']],
  "/engine.io-client/build/esm/socket.js": [[/"specifying both [^"]*"/, '""']],
  "/transports/polling-xhr.js": [
    [/pick\(this\._opts, [^)]*\)/, "{}"],
    [/ {12}try \{\s*if \(this\._opts\.extraHeaders\)[\s\S]*?catch \(e\) \{ \}\n/, ""],
    [/^ {4}if \(!xdomain\) \{[\s\S]*?^ {4}\}$/m, ""],
  ],
  "/transports/websocket.js": [[/pick\(this\.opts, [^)]*\)/, "{}"]],
};

export function slimSockets() {
  return {
    name: "slim-sockets",
    enforce: "pre",
    resolveId: (id) => INSTEAD[id] ?? null,
    load(id) {
      const file = Object.keys(FILES).find((end) => id.endsWith(end));
      if (file) return FILES[file];
      const [methods, parts] = [METHODS, PARTS].map(
        (table) => table[Object.keys(table).find((end) => id.endsWith(end))] ?? [],
      );
      if (!methods.length && !parts.length) return null;
      return parts.reduce(withOther(id), methods.reduce(without(id), readFileSync(id, "utf8")));
    },
  };
}

/** Raises Error when the library is not as it was. */
const without = (id) => (code, method) => {
  const whole = new RegExp(`^ {4}${method}\\(.*\\) \\{$[\\s\\S]*?^ {4}\\}$`, "m");
  if (!whole.test(code)) throw new Error(`${id} has no ${method} any more: see slim_sockets.mjs`);
  return code.replace(whole, method.startsWith("_filter") ? `${method}() { return [] }` : `${method}() {}`);
};

const withOther =
  (id) =>
  (code, [part, other]) => {
    if (!part.test(code)) throw new Error(`${id} has no ${part} any more: see slim_sockets.mjs`);
    return code.replace(part, other);
  };
