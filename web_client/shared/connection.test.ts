import type { Socket } from "socket.io";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Ack, Connection, drawn, type Options, type Status } from "./connection.ts";
import { startServer, type TestServer, until } from "./testing_server.ts";

let server: TestServer;
let made: Connection[] = [];

beforeEach(async () => {
  server = await startServer();
});

afterEach(async () => {
  for (const connection of made) connection.close();
  made = [];
  await server.stop();
});

function vera(options: Partial<Options> = {}): Connection {
  const connection = new Connection({
    url: server.url,
    namespace: "/visitor",
    auth: () => ({ site: "shop" }),
    backoff: { first: 5, most: 20 },
    ackAfter: 40,
    ...options,
  });
  made.push(connection);
  return connection;
}

const reaches = (connection: Connection, status: Status) =>
  until(
    (again) => connection.status.subscribe(again),
    () => connection.status.value === status,
  );

type Say = { id: string };
type Answer = (ack: Ack<{ seq: number }>) => void;

/** Calls `answer` for each `say` of each socket. */
function onSay(answer: (say: Say, ack: Answer, socket: Socket) => void): void {
  server.visitors.on("connection", (socket) => {
    socket.on("say", (say: Say, ack: Answer) => answer(say, ack, socket));
  });
}

test("what Vera sends before she is connected goes out once she is, in order", async () => {
  const got: string[] = [];
  onSay((say, ack) => {
    got.push(say.id);
    ack({ ok: true, seq: got.length });
  });
  const connection = vera();
  const answers = Promise.all(["a", "b", "c"].map((id) => connection.send<{ seq: number }>("say", { id })));
  expect(connection.pending).toBe(3);
  connection.connect();
  expect(await answers).toEqual([1, 2, 3].map((seq) => ({ ok: true, seq })));
  expect(got).toEqual(["a", "b", "c"]);
  expect(connection.pending).toBe(0);
});

test("a command whose acknowledgement is lost with the connection is sent again as it was", async () => {
  const got: Say[] = [];
  onSay((say, ack, socket) => {
    got.push(say);
    if (got.length === 1) socket.conn.close();
    else ack({ ok: true, seq: 7 });
  });
  const connection = vera();
  connection.connect();
  expect(await connection.send("say", { id: "a" })).toEqual({ ok: true, seq: 7 });
  expect(got).toEqual([{ id: "a" }, { id: "a" }]);
});

test("a command without an acknowledgement is sent again", async () => {
  let times = 0;
  onSay((_, ack) => {
    times += 1;
    if (times > 1) ack({ ok: true, seq: 1 });
  });
  const connection = vera();
  connection.connect();
  expect(await connection.send("say", { id: "a" })).toEqual({ ok: true, seq: 1 });
  expect(times).toBe(2);
});

test("a late first answer settles a command that was sent twice, once", async () => {
  const late: Answer[] = [];
  onSay((_, ack) => {
    late.push(ack);
    if (late.length === 2) for (const each of late) each({ ok: true, seq: 3 });
  });
  const connection = vera();
  connection.connect();
  expect(await connection.send("say", { id: "a" })).toEqual({ ok: true, seq: 3 });
  expect(connection.pending).toBe(0);
});

test("a refusal of a repeated command says that it had been sent before", async () => {
  let times = 0;
  server.visitors.on("connection", (socket) => {
    socket.on("end", (_: object, ack: Answer) => {
      times += 1;
      if (times > 1) ack({ ok: false, error: { code: "not_found", message: "none open" } });
    });
  });
  const connection = vera();
  connection.connect();
  const answer = await connection.send("end");
  expect(answer).toEqual({
    ok: false,
    error: { code: "not_found", message: "none open", again: true },
  });
});

test("too fast: waits as long as the server says, and nothing overtakes what waits", async () => {
  const got: string[] = [];
  onSay((say, ack) => {
    got.push(say.id);
    if (got.length <= 2) {
      ack({ ok: false, error: { code: "rate_limited", message: "too many", retry_after: 0.02 } });
    } else ack({ ok: true, seq: got.length });
  });
  const connection = vera({ ackAfter: 5000, random: () => 0 });
  connection.connect();
  await Promise.all(["a", "b"].map((id) => connection.send("say", { id })));
  expect(got).toEqual(["a", "b", "a", "b"]);
});

test("a refusal is the answer and is not tried again", async () => {
  let times = 0;
  onSay((_, ack) => {
    times += 1;
    ack({ ok: false, error: { code: "too_large", message: "too long" } });
  });
  const connection = vera();
  connection.connect();
  expect(await connection.send("say", { id: "a" })).toMatchObject({ error: { code: "too_large" } });
  expect(times).toBe(1);
});

test("a visitor who may not enter is refused and does not come back", async () => {
  let tries = 0;
  server.visitors.use((_, next) => {
    tries += 1;
    next(Object.assign(new Error("no"), { data: { code: "not_found", message: "no such site" } }));
  });
  const connection = vera();
  connection.connect();
  await reaches(connection, "refused");
  expect(connection.refusal?.code).toBe("not_found");
  connection.hurry();
  expect(tries).toBe(1);
});

test("a server that is in trouble is tried again", async () => {
  let tries = 0;
  server.visitors.use((_, next) => {
    tries += 1;
    const trouble = Object.assign(new Error("no"), { data: { code: "internal", message: "" } });
    next(tries < 3 ? trouble : undefined);
  });
  const connection = vera();
  connection.connect();
  await reaches(connection, "online");
  expect(tries).toBe(3);
});

test("a server that goes and comes back on its port is found again", async () => {
  const connection = vera();
  connection.connect();
  await reaches(connection, "online");
  const port = Number(new URL(server.url).port);
  await server.stop();
  await reaches(connection, "offline");
  server = await startServer(port);
  await reaches(connection, "online");
});

test("a server that is about to stop says when to come back", async () => {
  server.visitors.once("connection", (socket) => {
    socket.emit("reconnect", { after: 0.05 });
    setImmediate(() => socket.conn.close());
  });
  const connection = vera({ random: () => 0 });
  connection.connect();
  await reaches(connection, "offline");
  const left = performance.now();
  await reaches(connection, "online");
  expect(performance.now() - left).toBeGreaterThanOrEqual(49);
});

test("a revoked token ends it for good", async () => {
  let came = 0;
  server.visitors.on("connection", (socket) => {
    came += 1;
    socket.emit("revoked", {});
  });
  const connection = vera();
  connection.connect();
  await reaches(connection, "refused");
  expect(came).toBe(1);
});

test("the token of the last welcome is shown at the next attempt", async () => {
  const tokens: unknown[] = [];
  let token: string | undefined;
  server.visitors.on("connection", (socket) => {
    tokens.push(socket.handshake.auth.token);
    socket.emit("welcome", { token: "t1" });
  });
  const connection = vera({ auth: () => ({ site: "shop", token }) });
  connection.on<{ token: string }>("welcome", (welcome) => {
    token = welcome.token;
    if (tokens.length === 1) connection.drop();
  });
  connection.connect();
  await reaches(connection, "offline");
  await reaches(connection, "online");
  expect(tokens).toEqual([undefined, "t1"]);
});

test.each([["polling"], ["websocket"]])(
  "forty messages held while away arrive by %s once and in order",
  async (way) => {
    const got: string[] = [];
    onSay((say, ack) => {
      got.push(say.id);
      ack({ ok: true, seq: got.length });
    });
    const connection = vera({ transports: [way as "polling"], ackAfter: 5000 });
    const ids = Array.from({ length: 40 }, (_, n) => `m${n}`);
    const answers = ids.map((id) => connection.send("say", { id }));
    connection.connect();
    await Promise.all(answers);
    expect(got).toEqual(ids);
  },
);

test("what is of no use later is not kept for later", async () => {
  const connection = vera();
  connection.tell("typing", { on: true });
  expect(connection.pending).toBe(0);
});

test("the wait before an attempt is drawn between nothing and a bound that doubles", () => {
  const bound = { first: 500, most: 30_000 };
  const most = [0, 1, 2, 6, 100].map((failures) => drawn(failures, bound, () => 1));
  expect(most).toEqual([500, 1000, 2000, 30_000, 30_000]);
  expect(drawn(3, bound, () => 0)).toBe(0);
});

/** A clock and a page that a test sets. */
function sleeper(options: Partial<Options> = {}) {
  const clock = { now: 1_000_000 };
  return { clock, connection: vera({ now: () => clock.now, ...options }) };
}

test("a device that slept notices by its clock that the connection is dead", async () => {
  const { clock, connection } = sleeper({ silence: 30_000 });
  connection.connect();
  await reaches(connection, "online");
  clock.now += 29_000;
  connection.check();
  expect(connection.status.value).toBe("online");
  clock.now += 3 * 86_400_000;
  connection.check();
  expect(connection.status.value).toBe("offline");
  await reaches(connection, "online");
});

test("an attempt that fell due while the device slept is made at once", async () => {
  const { clock, connection } = sleeper({ backoff: { first: 3_600_000, most: 3_600_000 }, random: () => 1 });
  connection.connect();
  await reaches(connection, "online");
  connection.drop();
  connection.check();
  expect(connection.status.value).toBe("offline");
  clock.now += 3_700_000;
  connection.check();
  await reaches(connection, "online");
});

test("a clock that is put back by a year does not hold an attempt up", async () => {
  const { clock, connection } = sleeper({ backoff: { first: 3_600_000, most: 3_600_000 }, random: () => 1 });
  connection.connect();
  await reaches(connection, "online");
  clock.now -= 366 * 86_400_000;
  connection.drop();
  connection.hurry();
  await reaches(connection, "online");
});

test("a storm of news about the network makes one attempt, not hundreds", async () => {
  let came = 0;
  server.visitors.on("connection", () => {
    came += 1;
  });
  const connection = vera();
  connection.connect();
  await reaches(connection, "online");
  for (let n = 0; n < 300; n++) {
    connection.drop();
    connection.hurry();
  }
  await reaches(connection, "online");
  expect(came).toBe(2);
});

test("a server that lets one in and drops him is asked less and less often", async () => {
  const drawnFor: number[] = [];
  let came = 0;
  server.visitors.on("connection", (socket) => {
    came += 1;
    if (came < 6) setImmediate(() => socket.conn.close());
  });
  let bound = 0;
  const connection = vera({
    backoff: { first: 1, most: 1000 },
    random: () => {
      bound += 1;
      return 1;
    },
  });
  let before = performance.now();
  connection.status.subscribe((status) => {
    if (status === "offline") before = performance.now();
    if (status === "online" && came > 1) drawnFor.push(performance.now() - before);
  });
  connection.connect();
  await until(
    (again) => connection.status.subscribe(again),
    () => came === 6 && connection.status.value === "online",
  );
  expect(drawnFor.length).toBe(5);
  expect(drawnFor[4]).toBeGreaterThanOrEqual(15);
  expect(bound).toBeGreaterThan(4);
});

test("what was said by somebody who is forgotten never goes out", async () => {
  const got: string[] = [];
  onSay((say, ack) => {
    got.push(say.id);
    ack({ ok: true, seq: got.length });
  });
  const connection = vera();
  const hers = connection.send("say", { id: "hers" });
  connection.forget();
  connection.connect();
  await connection.send("say", { id: "his" });
  expect(await hers).toMatchObject({ ok: false, error: { code: "given_up" } });
  expect(got).toEqual(["his"]);
});

test("more commands than anybody can have begun are refused instead of kept", async () => {
  const connection = vera();
  for (let n = 0; n < 500; n++) void connection.send("say", { id: `m${n}` });
  expect(await connection.send("say", { id: "one too many" })).toMatchObject({
    error: { code: "rate_limited" },
  });
  expect(connection.pending).toBe(500);
});
