// undici's request(), as its README uses it, one connection a client.
import { Client } from "undici";

const { url, path, clients } = JSON.parse(process.argv[2]);

async function ask(client) {
  for (;;) {
    const { body } = await client.request({ method: "GET", path });
    await body.dump();
  }
}
for (let i = 0; i < clients; i++) ask(new Client(url));
setTimeout(() => process.send("connected"), 1000);
process.on("disconnect", () => process.exit());
