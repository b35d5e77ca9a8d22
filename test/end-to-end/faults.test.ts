import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Result, ResultCell } from "../../core/result.ts";
import { TRANSPORT_NAMES } from "../../core/transports.ts";
import { Bench, type Ended, onlyCell } from "./bench.ts";

/** What the tool reports of a network that breaks and a server that stalls, dies or does not keep up. */

const CLIENTS = 10;
const OUTAGE_MS = 300;
const STALL_MS = 600;

interface Measured {
  readonly ended: Ended;
  readonly result: Result;
}

const benches: Bench[] = [];

/** Measures a scenario whose stream is small enough for several to run at once. */
async function measure(rest: string): Promise<Measured> {
  const bench = new Bench();
  benches.push(bench);
  const ended = await bench.run(bench.scenario(`name: faults\nheaders: lean\n${rest}`)).ended;
  return { ended, result: bench.result() };
}

const small = (measureMs: number): string => `
clients: ${CLIENTS}
stream: { arrivals: periodic, rate: 20, payloadBytes: 64 }
phases: { warmup: 0s, measure: ${measureMs}ms }
transports: [polling: { interval: 100ms }, long-polling, websocket]
`;

let cut: Measured;
let restarted: Measured;
let stalled: Measured;
let unread: Measured;

beforeAll(async () => {
  [cut, restarted, stalled, unread] = await Promise.all([
    measure(`${small(1500)}link: { delay: 5ms, cut: { at: [500ms], outage: ${OUTAGE_MS}ms } }`),
    measure(`${small(1500)}faults: [{ fault: server-restart, at: 400ms, for: ${OUTAGE_MS}ms }]`),
    measure(`${small(1500)}faults: [{ fault: server-stall, at: 400ms, for: ${STALL_MS}ms }]`),
    // What the stall holds up is more than the link and the kernel take in: the rest waits in the server.
    measure(`
clients: 1
stream: { arrivals: periodic, rate: 100, payloadBytes: 256KiB }
phases: { warmup: 0s, measure: 1500ms }
link: { delay: 1ms, stall: { at: 100ms, for: 1200ms } }
transports: [websocket]
`),
  ]);
}, 60_000);
afterAll(() => {
  for (const bench of benches) bench.remove();
});

const cellOf = ({ result }: Measured, id: string): ResultCell => result.cells.find((cell) => cell.id === id)!;

const codesOf = (notes: ResultCell["verdict"]["warnings"]): string[] => notes.map(({ code }) => code);

/** Every event arrived at every client once, in order and intact, and nothing else is said to be wrong. */
function expectWhole({ metrics, stream, received, verdict }: ResultCell): void {
  const { eventsExpected = 0, eventsLost, eventsDuplicated, eventsReordered, eventsCorrupted } = metrics;
  expect(eventsExpected).toBe(30 * CLIENTS);
  expect(metrics.eventsDelivered).toBe(eventsExpected);
  expect({ eventsLost, eventsDuplicated, eventsReordered, eventsCorrupted }).toEqual({
    eventsLost: 0,
    eventsDuplicated: 0,
    eventsReordered: 0,
    eventsCorrupted: 0,
  });
  expect(received).toBe(stream);
  expect(codesOf(verdict.warnings)).not.toContain("DELIVERY");
  // Three runs at once on a small machine may be too much for it: the instrument then says so, and only that.
  for (const code of codesOf(verdict.reasons)) {
    expect(["PUBLISHER_LATE", "LOAD_LATE", "LOAD_SATURATED"]).toContain(code);
  }
}

describe.each(TRANSPORT_NAMES)("%s", (id) => {
  it("resumes after all connections were cut and nobody got through for a while", () => {
    const cell = cellOf(cut, id);
    expectWhole(cell);
    expect(codesOf(cell.verdict.warnings)).toContain("CONNECTION_LOST");
    expect(cell.metrics.reconnections).toBe(CLIENTS);
    expect(cell.metrics.recoveryMaxMs).toBeGreaterThan(OUTAGE_MS - 10);
    expect(cell.link?.cutConnections).toBe(CLIENTS);
    const { fromClients, toServer, droppedUp, fromServer, toClients, droppedDown } = cell.link!.bytes;
    expect(fromClients).toBe(toServer + droppedUp);
    expect(fromServer).toBe(toClients + droppedDown);
    expect(Math.min(toServer, toClients)).toBeGreaterThan(0);
  });

  it("resumes with the server that takes the place of one that was killed", () => {
    const cell = cellOf(restarted, id);
    expectWhole(cell);
    expect(codesOf(cell.verdict.warnings)).toContain("CONNECTION_LOST");
    expect(cell.metrics.reconnections).toBe(CLIENTS);
    expect(cell.metrics.recoveryMaxMs).toBeGreaterThan(OUTAGE_MS - 10);
    // An event is due each 50 ms, so one just after the server has gone.
    expect(cell.metrics.latencyMaxMs).toBeGreaterThan(OUTAGE_MS - 60);
  });

  it("shows for how long the server stood still, and no connection breaks", () => {
    const cell = cellOf(stalled, id);
    expectWhole(cell);
    expect(cell.metrics.latencyMaxMs).toBeGreaterThan(STALL_MS - 60);
    // A poll's interval, and room for a machine that is busy.
    expect(cell.metrics.latencyMaxMs).toBeLessThan(STALL_MS + 900);
    expect(cell.metrics.reconnections ?? 0).toBe(0);
    expect(codesOf(cell.verdict.warnings)).not.toContain("CONNECTION_LOST");
  });
});

it("each run says what was done to it, and ends by its verdicts", () => {
  expect(cut.ended.stdout).toMatch(/cut for 300ms/);
  expect(cut.ended.stdout).toMatch(/recovery polling: everyone was back after/);
  expect(restarted.ended.stdout).toMatch(/killed and started again after 300ms/);
  expect(stalled.ended.stdout).toMatch(/stands still for 600ms/);
  for (const { ended, result } of [cut, restarted, stalled]) {
    const valid = result.cells.every((cell) => cell.verdict.status === "valid");
    expect(ended.code).toBe(valid ? 0 : 98);
  }
});

it("a client that does not read is cut off by the server, comes back and misses nothing", () => {
  const { metrics, verdict, link } = onlyCell(unread.result);
  expect(codesOf(verdict.warnings)).toContain("CONNECTION_LOST");
  expect(metrics.reconnections).toBeGreaterThan(0);
  expect(link?.cutConnections).toBe(0);
  expect(metrics.eventsDelivered).toBe(150);
  expect(metrics.eventsLost).toBe(0);
  expect(metrics.eventsDuplicated).toBe(0);
});
