// The two servers of the fan-out contest, each feeding a sink that reads and throws away.
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { cost, sleep } from "./measure.mjs";
import { cpuOf } from "./process-cost.mjs";

const program = (name) => fileURLToPath(new URL(`./contestants/${name}.mjs`, import.meta.url));
const BYTES = 64;

const startSink = (task) => {
  const child = fork(program("sink"), [JSON.stringify(task)], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return { child, connected: new Promise((resolve) => child.once("message", resolve)) };
};

/** The product's server: what its broadcasts cost it. */
export const server = {
  name: "server",
  async measure({ clients, total, windowMs }) {
    const sink = { name: "sink", start: startSink };
    const rate = total / clients;
    const of = await cost(sink, {
      transport: "websocket",
      clients,
      rate,
      payloadBytes: BYTES - 48,
      windowMs,
    });
    return { perSecond: of.perSecond, userUs: of.serverUserUs, systemUs: of.serverSystemUs };
  },
};

/** A loop that writes one prepared buffer to every socket, and nothing else. */
export const bareLoop = {
  name: "bare write loop",
  async measure({ clients, total, windowMs }) {
    const loop = fork(program("write-loop"), [JSON.stringify({ rate: total / clients, bytes: BYTES + 4 })], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const port = await new Promise((resolve) => loop.once("message", resolve));
    const { child, connected } = startSink({ url: `http://127.0.0.1:${port}`, clients });
    try {
      await connected;
      loop.send("start");
      await sleep(1500);
      const count = () => new Promise((resolve) => loop.once("message", resolve).send("count"));
      const before = { ...cpuOf(loop.pid), writes: await count(), at: performance.now() };
      await sleep(windowMs);
      const after = { ...cpuOf(loop.pid), writes: await count(), at: performance.now() };
      const writes = after.writes - before.writes;
      return {
        perSecond: (writes / (after.at - before.at)) * 1000,
        userUs: (after.userUs - before.userUs) / writes,
        systemUs: (after.systemUs - before.systemUs) / writes,
      };
    } finally {
      for (const each of [loop, child]) {
        each.removeAllListeners();
        each.kill("SIGKILL");
      }
    }
  },
};
