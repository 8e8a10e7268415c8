// The other ceiling: Node's socket.io as it comes: it passes messages on, keeps nothing.
import { createServer } from "node:http";
import { Server } from "socket.io";

const http = createServer();
const io = new Server(http, { transports: ["websocket"], perMessageDeflate: false });
let count = 0;

io.of("/agent").on("connection", (socket) => {
  socket.join(socket.handshake.auth.room);
  socket.on("take", (_, answer) => answer({ ok: true }));
});
io.of("/visitor").on("connection", (socket) => {
  const { room } = socket.handshake.auth;
  socket.join(room);
  socket.on("say", (message, answer) => {
    count += 1;
    io.of("/agent").to(room).emit("event", { seq: count, ...message });
    answer({ ok: true, conversation: room, seq: count });
  });
});
http.listen({ host: "127.0.0.1", port: Number(process.argv[2]), backlog: 4096 });
process.on("SIGTERM", () => process.exit(0));
