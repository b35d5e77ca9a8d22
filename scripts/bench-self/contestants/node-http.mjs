// Node's own http.get with a keep-alive agent, one connection a client.
import { Agent, get } from "node:http";

const { url, path, clients } = JSON.parse(process.argv[2]);
const agent = new Agent({ keepAlive: true, maxSockets: clients });

function ask() {
  get(`${url}${path}`, { agent }, (response) => {
    response.resume();
    response.on("end", ask);
  });
}
for (let i = 0; i < clients; i++) ask();
setTimeout(() => process.send("connected"), 1000);
process.on("disconnect", () => process.exit());
