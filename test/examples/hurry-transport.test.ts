import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadTransportModule } from "../../core/plugin.ts";
import type { Result } from "../../core/result.ts";
import { bench } from "../cli/bench.ts";
import { cursors, openPair, type Pair, type PairOptions } from "../contract/pair.ts";
import { subscribe } from "../contract/reference.ts";
import { until } from "../until.ts";

/** The example of someone's own transport: it keeps the contract, its types are the package's, and it runs. */

const ROOT = resolve(import.meta.dirname, "../..");
const EXAMPLE = join(ROOT, "examples", "hurry-transport");
const MODULE = join(EXAMPLE, "my-transport.mjs");

let folder: string;
let pair: Pair | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "polls-apart-example-"));
});
afterEach(async () => {
  await pair?.close();
  pair = undefined;
  rmSync(folder, { recursive: true, force: true });
});
const open = async (options: PairOptions = {}): Promise<Pair> => {
  const { server, client } = await loadTransportModule(MODULE);
  expect(client).toBe("polling");
  pair = await openPair("polling", { server, ...options });
  return pair;
};

describe("the example keeps the transport contract:", () => {
  it("every client gets every event, in order, those from before it came included", async () => {
    const { publish, connect, heard } = await open({ clients: 5 });
    publish(30);
    connect();
    await until("the backlog has come", () => heard.events === 5 * 30);
    publish(50);
    await until("all have come", () => heard.events === 5 * 80);
    for (const seqs of heard.seqs) expect(seqs).toEqual(cursors(1, 80));
    expect(heard.closes).toEqual([]);
  });

  it("a client that is not ours gets what is newer than its cursor, or hears that it is gone", async () => {
    const { publish, url, feed } = await open({ feed: { maxEvents: 20, maxBytes: 1024 ** 2 } });
    publish(50);
    expect(await subscribe("polling", url, 40, 10)).toEqual({ seqs: cursors(41, 50) });
    expect(await subscribe("polling", url, 3, 1)).toEqual({ seqs: [], gone: feed.oldest });
  });

  it("it counts what the clients saw, byte for byte", async () => {
    const { publish, connect, hangUp, heard, server } = await open({ clients: 3 });
    connect();
    publish(10);
    await until("all have come", () => heard.events === 30 && heard.emptyResponses > 3);
    hangUp();
    await until("the server saw all leave", () => {
      const { bytesReceived, bytesSent } = server.counters();
      return bytesReceived === heard.socketUp && bytesSent >= heard.socketDown;
    });
    expect(server.counters()).toMatchObject({ connections: 3, eventsSent: 30, slowClients: 0 });
  });

  it("it disconnects a client that asks and does not read, and refuses what it does not know", async () => {
    const { publish, url, server } = await open({ maxBufferedBytes: 64 * 1024 });
    expect((await fetch(`${url}/polling?after=x`)).status).toBe(404);
    publish(500, 4000);
    const socket = createConnection(Number(new URL(url).port), "127.0.0.1").on("error", () => {});
    socket.pause();
    const ask = (): boolean => socket.write("GET /polling?after=0 HTTP/1.1\r\nHost: x\r\n\r\n");
    const asking = setInterval(ask, 5);
    await until("it is disconnected", () => server.counters().slowClients > 0);
    clearInterval(asking);
    socket.destroy();
  });
});

it("the example is checked against the types that the package exports", { timeout: 60_000 }, async () => {
  cpSync(EXAMPLE, folder, { recursive: true });
  mkdirSync(join(folder, "node_modules", "@types"), { recursive: true });
  symlinkSync(ROOT, join(folder, "node_modules", "polls-apart"));
  for (const name of ["@types/node", "undici-types"]) {
    symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name));
  }
  const options = [
    "--noEmit",
    "--strict",
    "--checkJs",
    "--module",
    "nodenext",
    "--target",
    "es2023",
    "--types",
    "node",
  ];
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, ...options, "my-transport.mjs"], {
    cwd: folder,
  }).catch((error: { stdout: string }) => error);
  expect(stdout).toBe("");
});

it("the example's scenario runs: every event arrives from both servers", { timeout: 60_000 }, async () => {
  const scenario = join(EXAMPLE, "hurry.yaml");
  const quick = ["--clients", "5", "--duration", "1s", "--out", folder, "--json"];
  const { code, stdout } = await bench(["run", scenario, ...quick]);
  // 98: this machine was too busy for a valid figure, which is not what is asked here.
  expect([0, 98]).toContain(code);
  const { cells } = JSON.parse(stdout) as Result;
  expect(cells.map(({ id }) => id)).toEqual(["polling", "hurry"]);
  for (const { metrics } of cells) {
    expect(metrics.eventsDelivered).toBe(metrics.eventsExpected);
    expect(metrics.eventsDelivered).toBeGreaterThan(0);
  }
});
