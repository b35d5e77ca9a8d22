import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Bench, FIXTURES, onlyCell, type Running } from "./bench.ts";

/** The instrument against servers that lie, stall, babble and turn away, and against itself when it is too slow. */

const CLIENTS = 4;
const EVENTS = 50;

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.remove());

/** A scenario of 50 events in one second on a module's transport. */
const scenario = (module: string, params: Record<string, number>, clients = CLIENTS, own = bench): string =>
  own.scenario(`
name: liar
clients: ${clients}
headers: lean
stream: { arrivals: periodic, rate: ${EVENTS}, payloadBytes: 64 }
phases: { warmup: 0s, measure: 1s }
transports:
  - ${FIXTURES}${module}: ${JSON.stringify(params)}
`);

/** Clients are waited for a while, and that while is the other tests'. */
let door: Bench;
let turnedAway: Running;
beforeAll(() => {
  door = new Bench();
  turnedAway = door.run(scenario("doorkeeper.mjs", { admit: 3 }, CLIENTS, door));
});
afterAll(() => {
  turnedAway.child.kill("SIGKILL");
  door.remove();
});

describe("a server that lies is counted exactly:", () => {
  it.each([
    // Ids 10, 20, 30, 40 and 50 of 50.
    { lie: "drop", params: { drop: 10 }, counts: { eventsLost: 5 } },
    { lie: "repeat", params: { repeat: 10 }, counts: { eventsDuplicated: 5 } },
    // Ids 15, 30 and 45, each after its successor.
    { lie: "reorder", params: { swap: 15 }, counts: { eventsReordered: 3 } },
    { lie: "corrupt", params: { corrupt: 10 }, counts: { eventsCorrupted: 5 } },
    // Nobody can say which event it was: it counts as corrupted, and the event as lost.
    { lie: "mislabel", params: { mislabel: 25 }, counts: { eventsCorrupted: 2, eventsLost: 2 } },
  ])("$lie", async ({ params, counts }) => {
    const { code } = await bench.run(scenario("liar.mjs", params)).ended;
    const cell = onlyCell(bench.result());
    const expected = {
      eventsLost: 0,
      eventsDuplicated: 0,
      eventsReordered: 0,
      eventsCorrupted: 0,
      ...counts,
    };
    for (const [metric, perClient] of Object.entries(expected)) {
      expect([metric, cell.metrics[metric as "eventsLost"]]).toEqual([metric, perClient * CLIENTS]);
    }
    expect(cell.metrics.eventsExpected).toBe(EVENTS * CLIENTS);
    expect(cell.received).not.toBe(cell.stream);
    expect(cell.verdict.warnings.map((warning) => warning.code)).toContain("DELIVERY");
    // Lies are the server's: whether this machine kept up is another question.
    expect([0, 98]).toContain(code);
  });

  it("and one that does not lie leaves the stream's hash as it was scheduled", async () => {
    await bench.run(scenario("liar.mjs", {})).ended;
    const cell = onlyCell(bench.result());
    expect(cell.received).toBe(cell.stream);
    expect(cell.verdict.warnings.map((warning) => warning.code)).not.toContain("DELIVERY");
  });
});

describe("the instrument", () => {
  it("shows a server stalled for 500 ms in p99 and max", async () => {
    await bench.run(scenario("staller.mjs", { at: 20, ms: 500 }, 40)).ended;
    const { metrics } = onlyCell(bench.result());
    // Half of the window's events wait for the stall to end; the first of them for nearly all of it.
    expect(metrics.latencyMaxMs).toBeGreaterThan(480);
    expect(metrics.latencyP99Ms).toBeGreaterThan(450);
    expect(metrics.eventsLost).toBe(0);
  });

  it("calls a cell invalid when its own load worker was too busy, and says so in the exit code", async () => {
    const { code, stdout } = await bench.run(scenario("busy-client.mjs", { us: 18_000 })).ended;
    const { verdict } = onlyCell(bench.result());
    expect(verdict.status).toBe("invalid");
    expect(verdict.reasons.map((reason) => reason.code)).toContain("LOAD_SATURATED");
    expect(stdout).toContain("invalid");
    expect(code).toBe(98);
  });

  it("counts malformed answers and goes on", async () => {
    await bench.run(scenario("babbler.mjs", { intervalMs: 100 })).ended;
    const cell = onlyCell(bench.result());
    expect(cell.metrics.eventsLost).toBe(EVENTS * CLIENTS);
    expect(cell.verdict.warnings.find((warning) => warning.code === "MALFORMED")?.message).toMatch(
      /content-length/i,
    );
  });

  it("calls a cell invalid whose clients were turned away, and says how many connected", async () => {
    const { code } = await turnedAway.ended;
    const { metrics, verdict } = onlyCell(door.result());
    expect(verdict.reasons.find((reason) => reason.code === "NOT_CONNECTED")?.message).toMatch(
      /only 3 of 4 clients connected/,
    );
    expect(metrics.eventsLost).toBe(EVENTS);
    expect(code).toBe(98);
  });
});
