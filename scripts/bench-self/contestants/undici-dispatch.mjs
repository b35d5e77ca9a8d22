// undici's dispatch(), its fastest way: a handler and no streams.
import { Client } from "undici";

const { url, path, clients } = JSON.parse(process.argv[2]);

function ask(client) {
  const handler = {
    onConnect() {},
    onHeaders: () => true,
    onData: () => true,
    onComplete: () => client.dispatch({ method: "GET", path }, handler),
    onError(error) {
      throw error;
    },
  };
  client.dispatch({ method: "GET", path }, handler);
}
for (let i = 0; i < clients; i++) ask(new Client(url));
setTimeout(() => process.send("connected"), 1000);
process.on("disconnect", () => process.exit());
