// autocannon, one connection a client, one request outstanding on each.
import autocannon from "autocannon";

const { url, path, clients, seconds, perSecond } = JSON.parse(process.argv[2]);
autocannon({
  url: `${url}${path}`,
  connections: clients,
  duration: seconds,
  ...(perSecond ? { overallRate: perSecond } : {}),
});
setTimeout(() => process.send("connected"), 1000);
process.on("disconnect", () => process.exit());
