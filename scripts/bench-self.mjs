// The load clients against what people would otherwise use: same server, same work, interleaved in one run.
//
//     npm run bench:self -- --help
import { availableParallelism, cpus, release } from "node:os";
import { parseArgs } from "node:util";
import { ask, fanOut, idleClients, receive, run } from "./bench-self/contests.mjs";
import { contestTable, fanOutGrowth, idleTable } from "./bench-self/tables.mjs";

const PARTS = ["receive", "ask", "fanout", "idle"];
const { values } = parseArgs({
  options: {
    full: { type: "boolean", default: false },
    rounds: { type: "string", default: "5" },
    window: { type: "string", default: "3000" },
    clients: { type: "string", default: "" },
    only: { type: "string", default: PARTS.join(",") },
    json: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(`npm run bench:self -- [options]

  --full          every point of the grid (more than an hour), not one axis at a time
  --rounds <n>    how often each contestant runs at each point (default 5)
  --window <ms>   how long each is measured (default 3000)
  --clients <n>   only points with so many clients; several with commas between
  --only <parts>  of ${PARTS.join(", ")}
  --json          one JSON document on stdout`);
  process.exit(0);
}
if (process.platform !== "linux") {
  console.error("error: bench:self reads CPU time from /proc, which only Linux has");
  process.exit(2);
}
const parts = values.only.split(",");
const rounds = Number(values.rounds);
const windowMs = Number(values.window);
const unknown = parts.find((part) => !PARTS.includes(part));
if (unknown !== undefined || !(rounds >= 1 && rounds <= 100) || !(windowMs >= 100 && windowMs <= 60_000)) {
  console.error(
    unknown === undefined
      ? "error: --rounds is 1 to 100, --window 100 to 60000"
      : `error: "${unknown}" is no part; they are ${PARTS.join(", ")}`,
  );
  process.exit(2);
}

const clients = values.clients
  .split(",")
  .filter((word) => word !== "")
  .map(Number);
const options = { full: values.full, clients, rounds, windowMs, tell: (line) => console.error(line) };
const machine = {
  cpu: cpus()[0]?.model.trim(),
  cores: availableParallelism(),
  kernel: release(),
  node: process.version,
};
const results = { machine };
if (parts.includes("receive")) results.receive = await run(receive, options);
if (parts.includes("ask")) results.ask = await run(ask, options);
if (parts.includes("fanout")) {
  results.fanOut = await run(fanOut, options);
  results.fanOutGrowth = fanOutGrowth(results.fanOut);
}
if (parts.includes("idle")) results.idle = await idleClients(options);

if (values.json) {
  console.log(JSON.stringify(results, null, 2));
} else {
  console.log(`${machine.cpu}, ${machine.cores} cores, Linux ${machine.kernel}, Node ${machine.node}`);
  for (const rows of [results.receive, results.ask, results.fanOut])
    if (rows) console.log(contestTable(rows));
  if (results.fanOutGrowth) console.log(results.fanOutGrowth.sentence);
  if (results.idle) console.log(idleTable(results.idle));
}
process.exit(0);
