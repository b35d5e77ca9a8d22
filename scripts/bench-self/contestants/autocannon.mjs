// autocannon, one connection a client, one request outstanding on each.
import autocannon from "autocannon";

const { url, path, clients, seconds } = JSON.parse(process.argv[2]);
autocannon({ url: `${url}${path}`, connections: clients, duration: seconds });
setTimeout(() => process.send("connected"), 1000);
process.on("disconnect", () => process.exit());
