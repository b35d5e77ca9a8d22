import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../until.ts";
import { Bench, FIXTURES, isAlive, onlyCell, type Running } from "./bench.ts";

/** What happens when things go wrong: nothing hangs, nothing is left running, what was measured is kept. */

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.remove());

const ROLES = ["servers/publisher.js", "servers/host.js", "clients/worker.js"] as const;

/** Two cells, short enough to wait for the first and long enough to interrupt the second. */
const twoCells = (): string =>
  bench.scenario(`
name: two cells
clients: 5
stream: { arrivals: periodic, rate: 20, payloadBytes: 64 }
phases: { warmup: 0s, measure: 1500ms }
transports:
  - websocket: { label: first }
  - websocket: { label: second }
`);

/** Resolves with the children of the second cell once it is being measured. */
async function inTheSecondCell(running: Running): Promise<{ pid: number; program: string }[]> {
  await until("the second cell is measured", () => running.stderr.includes("[2/2] second · measure"), 15_000);
  return running.children();
}

async function untilGone(children: readonly { pid: number }[]): Promise<void> {
  await until("no process is left", () => children.every(({ pid }) => !isAlive(pid)), 5000);
}

describe("a process that is killed in the middle of a cell", () => {
  it.each(ROLES)("%s: named, everything else stopped, the cell before it kept", async (program) => {
    const running = bench.run(twoCells());
    const children = await inTheSecondCell(running);
    expect(children.map((child) => child.program).sort()).toEqual([...ROLES].sort());
    const killed = performance.now();

    process.kill(running.childOf(program)!, "SIGKILL");
    const { code, stderr } = await running.ended;

    expect(performance.now() - killed).toBeLessThan(10_000);
    expect(code).toBe(1);
    const name = {
      "servers/publisher.js": "publisher",
      "servers/host.js": "server",
      "clients/worker.js": "load worker",
    };
    expect(stderr).toMatch(new RegExp(`the .*${name[program]} was killed by SIGKILL`));
    expect(stderr).not.toMatch(/\n\s+at /);
    await untilGone(children);
    const { run, cells } = bench.result();
    expect(run.aborted).toBe(true);
    expect(run.error?.code).toBe("ROLE_DIED");
    expect(cells).toHaveLength(1);
    expect(
      readFileSync(join(bench.folder, "out", "latest", "cells.ndjson"), "utf8")
        .trim()
        .split("\n"),
    ).toHaveLength(1);
  });

  it("a harness that is killed takes every process with it", async () => {
    const running = bench.run(twoCells());
    const children = await inTheSecondCell(running);
    running.child.kill("SIGKILL");
    await running.ended;
    await untilGone(children);
  });
});

describe("an interrupted run", () => {
  it.each([
    { signal: "SIGINT", exit: 130 },
    { signal: "SIGTERM", exit: 143 },
  ] as const)(
    "$signal: partial results marked aborted, exit $exit, nothing left running",
    async ({ signal, exit }) => {
      const running = bench.run(twoCells());
      const children = await inTheSecondCell(running);
      running.signalGroup(signal);
      const { code } = await running.ended;
      expect(code).toBe(exit);
      await untilGone(children);
      const { run, cells, thresholds } = bench.result();
      expect(run.aborted).toBe(true);
      expect(cells).toHaveLength(1);
      expect(thresholds).toEqual([]);
    },
  );

  it("a second Ctrl-C ends it at once, and nothing is left running", async () => {
    const running = bench.run(twoCells());
    const children = await inTheSecondCell(running);
    running.signalGroup("SIGINT");
    running.signalGroup("SIGINT");
    const { code } = await running.ended;
    expect(code).toBe(130);
    await untilGone(children);
  });
});

describe("a server that misbehaves", () => {
  it("is stopped when it floods stderr, and its last output shown", async () => {
    const scenario = bench.scenario(`
name: flood
clients: 2
stream: { arrivals: periodic, rate: 20, payloadBytes: 64 }
phases: { warmup: 0s, measure: 1s }
transports:
  - ${FIXTURES}flooder.mjs: {}
`);
    const { code, stderr } = await bench.run(scenario).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/server wrote more than 1 MiB of output/);
    expect(stderr).toContain("the same complaint, again and again");
    expect(stderr.length).toBeLessThan(10_000);
  });

  it("is reported when its module cannot be loaded", async () => {
    const module = join(bench.folder, "broken.mjs");
    writeFileSync(module, "export const server = 42;");
    const scenario = bench.scenario(`
name: broken
clients: 2
stream: { arrivals: periodic, rate: 20, payloadBytes: 64 }
transports:
  - ${module}: {}
`);
    const { code, stderr } = await bench.run(scenario).ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/exports no usable `server`/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe("limits of the machine", () => {
  it("too few file descriptors: says how many are needed and how to raise them, and starts nothing", async () => {
    const running = bench.start(["run", "smoke", "--clients", "500", "--out", "out"], "ulimit -n 256;");
    const { code, stderr } = await running.ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/500 clients need \d+ file descriptors .* limit here is 256/);
    expect(stderr).toMatch(/ulimit -n \d+/);
  });

  it("few file descriptors and a link: the clients are shared among as many relays as it takes", async () => {
    const scenario = bench.scenario(`
name: few descriptors
clients: 150
headers: lean
stream: { arrivals: periodic, rate: 10, payloadBytes: 64 }
phases: { warmup: 0s, measure: 1s }
link: { delay: 1ms }
transports: [websocket]
`);
    const { code, stderr } = await bench.start(["run", scenario, "--out", "out"], "ulimit -n 256;").ended;
    const { link, metrics } = onlyCell(bench.result());
    // A relay holds two for each client, and 64 of its own.
    expect(link?.relays).toBe(2);
    expect(metrics.eventsDelivered).toBe(150 * 10);
    expect([0, 98]).toContain(code);
    expect(stderr).not.toContain("error");
  });

  it("a port that is taken: says so", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const { port } = taken.address() as { port: number };
    const { code, stderr } = await bench.start(["serve", "polling", "--port", String(port)]).ended;
    taken.close();
    expect(code).toBe(2);
    expect(stderr).toContain(`cannot listen on 127.0.0.1:${port}`);
    expect(stderr).toContain("--port");
  });
});
