// What socket.io-client brings and our protocol does not have, the widget's visitors need not download:
// WebTransport, binary packets, the change from polling to a WebSocket (`Connection` tries that one first), questions
// that the server asks, and coming back and sending again, which `Connection` does itself.
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
  "/contrib/has-cors.js": "export const hasCORS = true",
  "/contrib/parseqs.js": `export const encode = (query) => String(new URLSearchParams(query));
  export const decode = undefined`,
  "/contrib/parseuri.js": `export function parse(text) {
    const { protocol, hostname, port } = new URL(text);
    return { protocol: protocol.slice(0, -1), host: hostname.replace(/[[\\]]/g, ""), port };
  }`,
  "/engine.io-client/build/esm/globals.js": `export const nextTick = (then) => Promise.resolve().then(then);
  export const globalThisShim = globalThis;
  export const defaultBinaryType = "arraybuffer";
  export const createCookieJar = undefined`,
  "/engine.io-client/build/esm/util.js": `export const pick = () => ({});
  export function installTimerFunctions(owner) {
    owner.setTimeoutFn = (...given) => setTimeout(...given);
    owner.clearTimeoutFn = (timer) => clearTimeout(timer);
  }
  export const byteLength = (text) => new TextEncoder().encode(text).length;
  export const randomString = () => Math.random().toString(36).slice(2)`,
};

/** Methods that nothing of ours calls, or that are to do nothing. */
const METHODS = {
  "/engine.io-client/build/esm/socket.js": ["_probe", "_filterUpgrades", "send"],
  "/engine.io-client/build/esm/transport.js": ["pause"],
  "/transports/polling.js": ["pause"],
  "/socket.io-client/build/esm/manager.js": [
    ...["reconnect", "onreconnect", "maybeReconnectOnOpen", "connect", "disconnect"],
    ...["reconnection", "reconnectionAttempts", "reconnectionDelay", "reconnectionDelayMax"],
    "randomizationFactor",
  ],
  "/socket.io-client/build/esm/socket.js": [
    ...["_addToQueue", "_drainQueue", "emitWithAck", "notifyOutgoingListeners", "ack"],
    ...["onAny", "prependAny", "offAny", "listenersAny"],
    ...["onAnyOutgoing", "prependAnyOutgoing", "offAnyOutgoing", "listenersAnyOutgoing"],
    ...["send", "compress", "timeout", "open", "close", "get volatile", "get disconnected"],
  ],
};

/** Parts for Node, for browsers of the last century and for servers that ours is not. */
const PARTS = {
  "/socket.io-client/build/esm/manager.js": [
    [/^ {8}this\.reconnection\([\s\S]*?(?=^ {8}this\.timeout\()/m, ""],
    [/this\.backoff\.reset\(\);/, ""],
  ],
  "/socket.io-client/build/esm/socket.js": [
    [/"It seems you are trying to reach[^"]*"/, '"v2"'],
    [/^ {8}if \(this\._opts\.retries[\s\S]*?^ {8}\}$/m, ""],
    [/^ {8}if \(this\._anyListeners[\s\S]*?^ {8}\}$/m, ""],
    [/^ {8}if \(this\._pid && args[\s\S]*?^ {8}\}$/m, ""],
    [/this\._pid\n.*\n *: data/, "data"],
    [/^ {8}if \(timeout === undefined\) \{([\s\S]*?)return;\n {8}\}[\s\S]*?^ {4}\}$/m, "$1}"],
    [/const timeout = .*/, ""],
  ],
  "/engine.io-client/build/esm/socket.js": [
    [/^ {8}if \(opts\.transportImplementations &&[\s\S]*?^ {8}else (?=\{)/m, ""],
    [/^ {8}if \(typeof this\.opts\.query[\s\S]*?^ {8}\}$/m, ""],
    [/^ {12}if \(this\.opts\.closeOnBeforeunload[\s\S]*?^ {12}\}$/m, ""],
    [/^ {16}if \(this\._beforeunloadEventListener[\s\S]*?^ {16}\}$/m, ""],
    [/^ {8}if \(this\.opts\.withCredentials[\s\S]*?^ {8}\}$/m, ""],
  ],
  "/transports/polling-xhr.js": [
    [/^ {4}constructor\(opts\) \{[\s\S]*?^ {4}\}$/m, ""],
    [/^ {4}constructor\(opts\) \{[\s\S]*?^ {4}\}$/m, ""],
    [/^const hasXHR2 = [\s\S]*?\}\)\(\);$/m, ""],
    [/ {12}try \{\s*if \(this\._opts\.extraHeaders\)[\s\S]*?catch \(e\) \{ \}\n/, ""],
    [/^.*cookieJar.*addCookies.*$/m, ""],
    [/^ {16}if \(xhr\.readyState === 3\)[\s\S]*?^ {16}\}$/m, ""],
    [/^ {4}if \(!xdomain\) \{[\s\S]*?^ {4}\}$/m, ""],
  ],
  "/transports/websocket.js": [
    [/^const isReactNative = [\s\S]*?;$/m, "const isReactNative = false;"],
    [/^ {8}if \(this\.opts\.extraHeaders[\s\S]*?^ {8}\}$/m, ""],
  ],
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
      return methods.reduce(without(id), parts.reduce(withOther(id), readFileSync(id, "utf8")));
    },
  };
}

/** Raises Error when the library is not as it was. What still calls the method is given an empty list. */
const without = (id) => (code, method) => {
  const whole = new RegExp(`^ {4}${method}\\(.*\\) \\{.*?(?:\\}|\\n[\\s\\S]*?^ {4}\\})$`, "m");
  if (!whole.test(code)) throw new Error(`${id} has no ${method} any more: see slim_sockets.mjs`);
  const rest = code.replace(whole, "");
  return rest.includes(`this.${method}(`) ? code.replace(whole, `${method}() { return [] }`) : rest;
};

const withOther =
  (id) =>
  (code, [part, other]) => {
    if (!part.test(code)) throw new Error(`${id} has no ${part} any more: see slim_sockets.mjs`);
    return code.replace(part, other);
  };
