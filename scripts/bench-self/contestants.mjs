// Every load generator that takes part: the program, and what it is told. Each is a child process that says
// "connected" once its clients stand, and works until it is killed.
import { fork, spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { LOAD_ARGUMENTS } from "../../dist/harness/engines/local.js";
import { bareLoop, server } from "./fan-out.mjs";

const program = (name) => fileURLToPath(new URL(`./contestants/${name}.mjs`, import.meta.url));

/** A contestant that is a module in contestants/; ours runs with the flags that the harness gives its workers. */
const node = (name, execArgv = [], file = name) => ({
  name,
  start(task) {
    const child = fork(program(file), [JSON.stringify(task)], {
      execArgv: [...execArgv],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const connected = new Promise((resolve, reject) => {
      child.on("message", resolve);
      child.on("exit", (code) => reject(new Error(`${name} ended with exit code ${code}`)));
    });
    return { child, connected };
  },
});

// Sockets that read and do nothing with it: what no client on Node can go below.
const BARE_WEBSOCKET = node("bare sockets", [], "sink");
const BARE_POLLING = node("bare sockets", [], "bare-polling");

export const WEBSOCKET = [node("ours-websocket", LOAD_ARGUMENTS), node("ws"), BARE_WEBSOCKET];

export const POLLING = [
  node("ours-polling", LOAD_ARGUMENTS),
  node("autocannon"),
  node("undici-dispatch"),
  node("undici-request"),
  node("node-http"),
  BARE_POLLING,
];

/** Those that can ask at a given rate. */
export const PACED_POLLING = POLLING.slice(0, 2);

/** wrk, where Debian's package is installed. It cannot say when it is connected: it is given a second. */
export const WRK = {
  name: "wrk",
  available: () => spawnSync("wrk", ["-v"], { stdio: "ignore" }).error === undefined,
  start({ url, path, clients, seconds }) {
    const args = ["-t1", `-c${clients}`, `-d${seconds}s`, `${url}${path}`];
    const child = spawn("wrk", args, { stdio: "ignore" });
    return { child, connected: new Promise((resolve) => setTimeout(resolve, 1000)) };
  },
};

export const FAN_OUT = [server, bareLoop];
