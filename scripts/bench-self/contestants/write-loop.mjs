// A server that writes one prepared buffer to all its sockets at a fixed rate, and nothing else.
import { createServer } from "node:net";

const { rate, bytes } = JSON.parse(process.argv[2]);
const buffer = Buffer.alloc(bytes, "x");
const sockets = new Set();
let writes = 0;
let next = 0;

function turn() {
  const now = performance.now();
  while (next <= now) {
    for (const socket of sockets) socket.write(buffer);
    writes += sockets.size;
    next += 1000 / rate;
  }
  setTimeout(turn, Math.max(0, next - performance.now()));
}

const server = createServer({ noDelay: true }, (socket) => {
  sockets.add(socket);
  socket.resume();
  socket.on("error", () => {});
});
server.listen({ host: "127.0.0.1", port: 0, backlog: 4096 }, () => process.send(server.address().port));
process.on("message", (message) => {
  if (message === "start") {
    next = performance.now();
    turn();
  } else {
    process.send(writes);
  }
});
process.on("disconnect", () => process.exit());
