import { afterAll, describe, expect, it } from "vitest";
import type { ResultCell } from "../../core/result.ts";
import { until } from "../until.ts";
import { Bench, FIXTURES, onlyCell, type Running } from "./bench.ts";

/**
 * Every reason for which a cell is invalid, brought about for real; `liars.test.ts` has those of a load worker
 * too busy and of clients that never connect. What they ask of the machine is little: they run side by side.
 */

const benches: Bench[] = [];
afterAll(() => {
  for (const bench of benches) bench.remove();
});

/** One second of an even stream on one transport, in a folder of its own. */
function provoke(
  transport: string,
  { clients = 4, rate = 50, params = {} }: { clients?: number; rate?: number; params?: object } = {},
): { bench: Bench; running: Running } {
  const bench = new Bench();
  benches.push(bench);
  const scenario = bench.scenario(`
name: provoked
clients: ${clients}
headers: lean
stream: { arrivals: periodic, rate: ${rate}, payloadBytes: 64 }
phases: { warmup: 0s, measure: 1s }
transports:
  - ${transport}: ${JSON.stringify(params)}
`);
  return { bench, running: bench.run(scenario) };
}

const reasonsOf = ({ verdict }: ResultCell): string[] => verdict.reasons.map(({ code }) => code);

const PUBLISHER = "servers/publisher.js";

/** Stops the publisher's process, as a machine does that gives its cores to others. */
async function stopPublisher(running: Running, when: string): Promise<() => void> {
  await until(`the run comes to ${when}`, () => running.stderr.includes(` · ${when}`), 15_000);
  const pid = running.childOf(PUBLISHER)!;
  process.kill(pid, "SIGSTOP");
  return () => process.kill(pid, "SIGCONT");
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe.concurrent("a cell is invalid, and the run ends with 98, when", () => {
  it("the publisher did not get the cores: PUBLISHER_LATE, and nothing is lost", async () => {
    const { bench, running } = provoke("websocket");
    const goOn = await stopPublisher(running, "measure");
    await pause(300);
    goOn();

    const { code, stdout } = await running.ended;

    const cell = onlyCell(bench.result());
    expect(reasonsOf(cell)).toContain("PUBLISHER_LATE");
    expect(reasonsOf(cell)).not.toContain("PUBLISHER_SHORT");
    expect(stdout).toMatch(/events were published \d+ ms late/);
    expect(cell.metrics.latencyMaxMs).toBeGreaterThan(200);
    expect(cell.metrics.eventsLost).toBe(0);
    expect(code).toBe(98);
  });

  it("the publisher never got to the end of the stream: PUBLISHER_SHORT", async () => {
    const { bench, running } = provoke("websocket", { clients: 1, rate: 20_000 });
    const goOn = await stopPublisher(running, "measure");
    await until("its report is waited for", () => running.stderr.includes(" · collect"), 15_000);
    await pause(300);
    goOn();

    const { code } = await running.ended;

    const cell = onlyCell(bench.result());
    expect(reasonsOf(cell)).toContain("PUBLISHER_SHORT");
    expect(cell.verdict.reasons.find((reason) => reason.code === "PUBLISHER_SHORT")?.message).toMatch(
      /emitted \d+ of 20000 events/,
    );
    expect(cell.metrics.eventsLost).toBeGreaterThan(0);
    expect(code).toBe(98);
  });

  it("events waited in a load worker that has time to spare: LOAD_LATE", async () => {
    // 40 clients take 1 ms each, one after another, ten times a second: busy for less than half of it.
    const busy = { clients: 40, rate: 10, params: { us: 1000 } };
    const { bench, running } = provoke(`${FIXTURES}busy-client.mjs`, busy);
    const { code } = await running.ended;
    const cell = onlyCell(bench.result());
    expect(reasonsOf(cell)).toContain("LOAD_LATE");
    expect(cell.metrics.splitClientMs).toBeGreaterThan(10);
    expect(code).toBe(98);
  });

  it("events arrived before they were due: NEGATIVE_LATENCY", async () => {
    const params = { ahead: 5, perSecond: 50, payloadBytes: 64, spanMs: 1000 };
    const { bench, running } = provoke(`${FIXTURES}prophet.mjs`, { params });
    const { code, stdout } = await running.ended;
    const cell = onlyCell(bench.result());
    expect(reasonsOf(cell)).toContain("NEGATIVE_LATENCY");
    expect(stdout).toMatch(/\d+ events arrived before they were due/);
    // What came early came all the same: once, in order, and intact.
    expect(cell.metrics.eventsDelivered).toBe(cell.metrics.eventsExpected);
    expect(cell.received).toBe(cell.stream);
    expect(code).toBe(98);
  });

  it("bytes by purpose are not what the sockets count: LEDGER_OPEN", async () => {
    const { bench, running } = provoke(`${FIXTURES}miscounter.mjs`);
    const { code, stdout } = await running.ended;
    const cell = onlyCell(bench.result());
    expect(reasonsOf(cell)).toContain("LEDGER_OPEN");
    const [, told, counted] = /bytes by purpose \((\d+) up,[^)]*\)[\s\S]*?\((\d+),/.exec(stdout) ?? [];
    expect(Number(told) - Number(counted)).toBe(50 * 4);
    expect(code).toBe(98);
  });
});

it.concurrent("polls that lock with the events: PHASE_LOCKED, a warning that leaves a cell as valid as it was", async () => {
  const { bench, running } = provoke("polling", { params: { interval: "200ms" } });
  const { code } = await running.ended;
  const cell = onlyCell(bench.result());
  expect(cell.verdict.warnings.map((warning) => warning.code)).toContain("PHASE_LOCKED");
  // On a machine that others keep busy the instrument may say so; anything else is wrong.
  for (const reason of reasonsOf(cell)) {
    expect(["PUBLISHER_LATE", "LOAD_LATE", "LOAD_SATURATED"]).toContain(reason);
  }
  expect(code).toBe(cell.verdict.status === "valid" ? 0 : 98);
});
