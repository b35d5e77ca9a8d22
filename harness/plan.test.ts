import { describe, expect, it } from "vitest";
import type { TransportEntry } from "../core/scenario.ts";
import { CALIBRATION_MS } from "./calibrate.ts";
import { drainMs, maxWaitMs, planRun } from "./plan.ts";
import { LINK, POLLING, sampleScenario, WEBSOCKET } from "./testing/sample-reports.ts";

const entry = (id: string): TransportEntry => ({ ...WEBSOCKET, id });
const ABC = [entry("a"), entry("b"), entry("c")];

const idsOf = (transports: TransportEntry[], repeat: number, seed = 1): string[][] => {
  const { cells } = planRun(sampleScenario({ transports, repeat, seed }));
  return Array.from({ length: repeat }, (_, i) =>
    cells.filter(({ block }) => block === i + 1).map((cell) => cell.entry.id),
  );
};

describe("the plan of a run", () => {
  it("has every entry once in each block", () => {
    for (const block of idsOf(ABC, 5)) expect(block.toSorted()).toEqual(["a", "b", "c"]);
  });

  it("goes forwards and backwards in turn, so that a drift hits every entry alike", () => {
    const [first, second, third, fourth] = idsOf(ABC, 4);
    expect(second).toEqual(first?.toReversed());
    expect(third).toEqual(first);
    expect(fourth).toEqual(second);
  });

  it("gives every entry the same mean place over an even number of blocks", () => {
    const { cells } = planRun(sampleScenario({ transports: ABC, repeat: 6 }));
    const sums = ABC.map(({ id }) =>
      cells.filter((cell) => cell.entry.id === id).reduce((sum, cell) => sum + cell.order, 0),
    );
    expect(new Set(sums).size).toBe(1);
  });

  it("is the same for the same seed, and every order comes up over many seeds", () => {
    expect(idsOf(ABC, 2, 7)).toEqual(idsOf(ABC, 2, 7));
    const orders = Array.from({ length: 60 }, (_, seed) => idsOf(ABC, 1, seed)[0]?.join(""));
    expect(new Set(orders).size).toBe(6);
  });

  it("numbers the cells from 1 in the order they run", () => {
    const { cells } = planRun(sampleScenario({ transports: ABC, repeat: 2 }));
    expect(cells.map(({ order }) => order)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(cells.map(({ block }) => block)).toEqual([1, 1, 1, 2, 2, 2]);
  });

  it("estimates a cell by its phases, the time its clients take to connect and its longest wait", () => {
    const of = (clients: number, transport: TransportEntry): number =>
      planRun(sampleScenario({ clients, transports: [transport] })).cells[0]!.estimateMs;
    const least = of(0, WEBSOCKET);
    expect(least).toBeGreaterThan(8000);
    expect(of(4000, WEBSOCKET) - least).toBe(2000);
    expect(of(0, POLLING) - least).toBe(1000);
  });

  it("estimates a run by its calibration and the sum of its cells", () => {
    const { cells, estimateMs } = planRun(sampleScenario({ transports: [POLLING, WEBSOCKET], repeat: 3 }));
    expect(cells.length).toBe(6);
    expect(estimateMs).toBe(cells.reduce((sum, cell) => sum + cell.estimateMs, CALIBRATION_MS));
  });
});

describe("the longest wait that is no fault", () => {
  it.each([
    ["a poll interval", POLLING, 1000],
    ["nothing for a push", WEBSOCKET, 0],
    ["an interval that someone else's transport has", { ...POLLING, module: "/theirs.mjs" }, 1000],
    ["nothing known of any other", { ...POLLING, module: "/theirs.mjs", params: {} }, 0],
  ])("is %s", (_what, transport, ms) => {
    expect(maxWaitMs(transport)).toBe(ms);
  });
});

describe("the drain waits", () => {
  const drain = (change: Parameters<typeof sampleScenario>[0], of = WEBSOCKET): number =>
    drainMs(sampleScenario(change), of);

  it("for as long as an event may take over transport and link", () => {
    expect(drain({}, POLLING) - drain({})).toBe(1000);
    expect(drain({ link: LINK }) - drain({})).toBe(150);
    const cut = { kind: "at", atMs: [1000], outageMs: 700 } as const;
    expect(drain({ link: { ...LINK, cut } }) - drain({ link: LINK })).toBe(700);
  });

  it("for the longest wait of a client that found no server, where the server leaves", () => {
    const fault = { atMs: 1000, forMs: 1000 };
    // 5 s, and half of it for the jitter.
    expect(drain({ faults: [{ fault: "server-restart", ...fault }] }) - drain({})).toBe(7500);
    expect(drain({ faults: [{ fault: "server-stall", ...fault }] }) - drain({})).toBe(0);
  });
});
