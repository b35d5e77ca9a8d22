import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hostClock } from "../core/clock.ts";
import { Histogram } from "../core/histogram.ts";
import {
  PROTOCOL_VERSION,
  type PublisherReport,
  type ServerOptions,
  type ServerReport,
} from "../core/messages.ts";
import { EventStream, type StreamSpec } from "../core/stream.ts";
import { msToNs } from "../core/units.ts";
import { RoleProcess, roleProgram } from "./testing/role-process.ts";

const SPEC: StreamSpec = { seed: 7, arrivals: "poisson", rate: 400, payloadBytes: 50, spanMs: 3000 };

let folder = "";
let programs = { publisher: "", server: "" };
const started: RoleProcess[] = [];
const start = (program: string): RoleProcess => {
  const role = new RoleProcess(program);
  started.push(role);
  return role;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "restart-"));
  programs = { publisher: await roleProgram("publisher.ts"), server: await roleProgram("host.ts") };
});
afterAll(async () => {
  await Promise.all(started.map((role) => role.kill()));
  rmSync(folder, { recursive: true });
});

/** A port that nobody has, below those that connections are given. */
async function freePort(from: number): Promise<number> {
  for (let port = from; ; port++) {
    const probe = createServer();
    const free = await new Promise<boolean>((resolve) => {
      probe.once("error", () => resolve(false));
      probe.listen(port, "127.0.0.1", () => resolve(true));
    });
    if (!free) continue;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }
}

/** What a client with a cursor is given, as it stands on the wire; an empty array where that is nothing. */
const askAfter = async (url: string, after: number): Promise<string> =>
  (await (await fetch(`${url}/polling?after=${after}`)).text()) || "[]";

it("a server that takes a killed one's place has every event under the same cursor", async () => {
  const stream = new EventStream(SPEC);
  const envelopes = (from: number, to: number): string =>
    `[${Array.from({ length: to - from + 1 }, (_, i) => stream.envelope(from + i)).join(",")}]`;
  const ingest = join(folder, "ingest");
  const options: ServerOptions = {
    role: "server",
    transport: { transport: "polling", params: { intervalMs: 1000 } },
    ingest,
    host: "127.0.0.1",
    port: await freePort(21_000),
  };
  const publisher = start(programs.publisher);
  const first = start(programs.server);
  const { url = "" } = await first.ask({ type: "prepare", protocol: PROTOCOL_VERSION, options }, "ready");
  await publisher.ask(
    { type: "prepare", protocol: PROTOCOL_VERSION, options: { role: "publisher", stream: SPEC, ingest } },
    "ready",
  );
  const at = hostClock().now() + msToNs(100);
  const window = { type: "start", at, from: at, to: at + msToNs(SPEC.spanMs) } as const;
  first.send(window);
  publisher.send(window);

  // Some events in, with a client that has heard some, the server is killed; it comes back after some more.
  await publisher.next("beat", ({ emitted = 0 }) => emitted >= 200);
  const known = JSON.parse(await askAfter(url, 0)).length;
  await first.kill();
  const { emitted: killedAt = 0 } = await publisher.next("beat");
  await publisher.next("beat", ({ emitted = 0 }) => emitted >= killedAt + 100);
  const second = start(programs.server);
  const again = await second.ask(
    { type: "prepare", protocol: PROTOCOL_VERSION, options: { ...options, resume: true } },
    "ready",
  );
  second.send(window);
  const missed = JSON.parse(await askAfter(url, known));
  await publisher.next("beat", ({ emitted = 0 }) => emitted === stream.events);
  // The last event may still be on its way.
  let newest = 0;
  while (newest < stream.events) newest += JSON.parse(await askAfter(url, newest)).length;

  expect(again.url).toBe(url);
  expect(missed[0].seq).toBe(known + 1);
  expect(missed.length).toBeGreaterThanOrEqual(killedAt + 100 - known);
  expect(await askAfter(url, 0)).toBe(envelopes(1, stream.events));
  expect(await askAfter(url, known)).toBe(envelopes(known + 1, stream.events));

  const { report } = await publisher.ask({ type: "collect" }, "report");
  expect(report).toMatchObject({ scheduled: stream.events, emitted: stream.events });
  // Events told late have no hop to measure.
  const hop = Histogram.fromData(
    ((await second.ask({ type: "collect" }, "report")).report as ServerReport).ingest,
  );
  expect(hop.count).toBeGreaterThan(0);
  expect(hop.count).toBeLessThanOrEqual(stream.events - killedAt - 100);
  expect(Histogram.fromData((report as PublisherReport).slip).count).toBe(stream.events);
});
