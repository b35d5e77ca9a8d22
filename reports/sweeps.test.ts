import { describe, expect, test } from "vitest";
import type { Result } from "../core/result.ts";
import { rowsOf } from "./rows.ts";
import { crossovers, sweepsOf } from "./sweeps.ts";
import {
  invalid,
  LONG_POLLING,
  POLLING,
  type SampleEntry,
  sampleResult,
  WEBSOCKET,
  withCosts,
  withLatency,
} from "./testing/sample-result.ts";

const every = (intervalMs: number, ms: number, bytes: number): SampleEntry => ({
  ...withCosts(withLatency(POLLING, ms), { bytesPerEvent: bytes }),
  id: `every-${intervalMs}`,
  params: { intervalMs },
});

const at = (base: SampleEntry, rate: number, bytes: number): SampleEntry => ({
  ...withCosts(base, { bytesPerEvent: bytes }),
  id: `${base.id}-${rate}`,
  rate,
});

const sweeps = (entries: readonly SampleEntry[]) => {
  const result: Result = sampleResult({ entries });
  return sweepsOf(rowsOf(result), result);
};

const INTERVALS = [every(1000, 500, 60), every(100, 50, 600), every(300, 150, 200)];

describe("a sweep", () => {
  test("is found where entries of one transport differ in one parameter only, in its order", () => {
    const [sweep, ...others] = sweeps(INTERVALS);

    expect(others).toEqual([]);
    expect(sweep?.title).toBe("poll interval, ms");
    expect(sweep?.transports[0]?.points.map(({ x }) => x)).toEqual([100, 300, 1000]);
  });

  test("is not found where entries differ in two parameters, or in none", () => {
    const [first] = INTERVALS;
    expect(sweeps([first!, { ...at(POLLING, 8, 60), params: { intervalMs: 10 } }])).toEqual([]);
    expect(sweeps([POLLING, LONG_POLLING, WEBSOCKET])).toEqual([]);
  });

  test("compares no transports between which more than the parameter lies", () => {
    const batched = (base: SampleEntry, rate: number, batch: number): SampleEntry => ({
      ...at(base, rate, 100),
      params: { ...base.params, batch },
    });
    const mixed = [
      ...[4, 8].map((rate) => batched(POLLING, rate, 1)),
      ...[4, 8].map((rate) => batched(WEBSOCKET, rate, 2)),
    ];

    const byRate = sweeps(mixed).find(({ key }) => key === "rate");

    expect(byRate?.transports.map(({ transport }) => transport)).toEqual(["polling"]);
  });

  test("keeps a setting of 0", () => {
    const delayed = [0, 50, 100].map((delay) => ({ ...WEBSOCKET, id: `at-${delay}`, params: { delay } }));

    expect(sweeps(delayed)[0]?.transports[0]?.points.map(({ x }) => x)).toEqual([0, 50, 100]);
  });

  test("leaves invalid entries out", () => {
    const [first, second] = INTERVALS;
    expect(sweeps([first!, invalid(second!, "busy")])).toEqual([]);
  });

  test("takes a transport without the parameter as level, and one that is swept otherwise not at all", () => {
    const [sweep] = sweeps([...INTERVALS, WEBSOCKET]);

    expect(sweep?.transports.map(({ transport, level }) => [transport, level])).toEqual([
      ["polling", false],
      ["websocket", true],
    ]);
  });

  test("over the rate compares transports at the rates they share", () => {
    const entries = [2, 10, 50].flatMap((rate) => [at(POLLING, rate, 600 / rate), at(WEBSOCKET, rate, 100)]);
    const [sweep] = sweeps(entries);

    expect(sweep?.key).toBe("rate");
    expect(sweep?.transports.every(({ level }) => !level)).toBe(true);
    expect(crossovers(sweep!, "bytesPerEvent")).toEqual([
      { from: 2, to: 10, before: "websocket", after: "polling" },
    ]);
  });

  test("over a point of the result is found as well", () => {
    const result = sampleResult({ entries: [POLLING] });
    const sides = [10, 40].map((delay) => ({ point: { delay } }));
    const swept: Result = {
      ...result,
      cells: sides.map((side, index) => ({ ...result.cells[0]!, ...side, order: index + 1 })),
      summary: sides.map((side) => ({ ...result.summary[0]!, ...side })),
    };

    const [sweep] = sweepsOf(rowsOf(swept), swept);

    expect(sweep?.title).toBe("link delay, ms");
    expect(sweep?.transports[0]?.points.map(({ x }) => x)).toEqual([10, 40]);
  });
});

describe("a crossover", () => {
  test("lies between the last setting that one clearly wins and the first that the other does", () => {
    const [sweep] = sweeps([...INTERVALS, withCosts(WEBSOCKET, { bytesPerEvent: 216 })]);

    expect(crossovers(sweep!, "bytesPerEvent")).toEqual([
      { from: 100, to: 300, before: "websocket", after: "polling" },
    ]);
  });

  test("is widened by a tie in between, and none is found where one always wins", () => {
    const [sweep] = sweeps([...INTERVALS, withCosts(WEBSOCKET, { bytesPerEvent: 201 })]);

    expect(crossovers(sweep!, "bytesPerEvent")).toEqual([
      { from: 100, to: 1000, before: "websocket", after: "polling" },
    ]);
    expect(crossovers(sweep!, "latencyP50Ms")).toEqual([]);
  });
});
