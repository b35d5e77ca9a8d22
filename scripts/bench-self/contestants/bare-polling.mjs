// The least a poll can cost on Node's sockets: writes one string, reads whatever comes, and writes it again.
import { connect } from "node:net";

const { url, path, clients } = JSON.parse(process.argv[2]);
const { host, hostname, port } = new URL(url);
const request = `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
const buffer = Buffer.allocUnsafeSlow(64 * 1024);
let open = 0;
for (let client = 0; client < clients; client++) {
  const socket = connect({
    host: hostname,
    port: Number(port),
    noDelay: true,
    onread: {
      buffer,
      callback() {
        socket.write(request, "latin1");
        return true;
      },
    },
  });
  socket.on("connect", () => {
    socket.write(request, "latin1");
    if (++open === clients) process.send("connected");
  });
}
process.on("disconnect", () => process.exit());
