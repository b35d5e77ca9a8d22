// The client of the `ws` package, as its README uses it, doing nothing but count.
import { WebSocket } from "ws";
import { collect } from "../collect.mjs";

const { url, clients } = JSON.parse(process.argv[2]);
const target = `${url.replace("http", "ws")}/websocket?after=0`;
let open = 0;
let events = 0;
for (let client = 0; client < clients; client++) {
  const socket = new WebSocket(target, { perMessageDeflate: false });
  socket.on("open", () => {
    if (++open < clients) return;
    collect();
    process.send("connected");
  });
  socket.on("message", () => {
    events++;
  });
}
process.on("disconnect", () => process.exit(events > 0 ? 0 : 1));
