import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Namespace, Server } from "socket.io";

/** A real Socket.IO server on a free port, for tests. */
export type TestServer = { url: string; visitors: Namespace; io: Server; stop(): Promise<void> };

export async function startServer(port = 0): Promise<TestServer> {
  const http = createServer();
  const io = new Server(http, { pingInterval: 2000, pingTimeout: 2000 });
  await new Promise<void>((listening) => http.listen(port, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const stop = async () => {
    await io.close();
  };
  return { url, visitors: io.of("/visitor"), io, stop };
}

/** Resolves when `done` holds, asked again whenever `watch` calls back. */
export function until(watch: (again: () => void) => () => void, done: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    let stop: (() => void) | undefined;
    const again = () => {
      if (!done()) return;
      queueMicrotask(() => stop?.());
      resolve();
    };
    stop = watch(again);
  });
}
