// Sockets that subscribe and throw away what comes.
import { connect } from "node:net";

const { url, clients } = JSON.parse(process.argv[2]);
const { hostname, port } = new URL(url);
const request =
  `GET /websocket?after=0 HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
const buffer = Buffer.allocUnsafeSlow(64 * 1024);
let open = 0;
for (let client = 0; client < clients; client++) {
  const socket = connect({ host: hostname, port: Number(port), onread: { buffer, callback: () => true } });
  socket.on("connect", () => {
    socket.write(request);
    if (++open === clients) setTimeout(() => process.send("connected"), 200);
  });
}
process.on("disconnect", () => process.exit());
