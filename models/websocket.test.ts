import { expect, it } from "vitest";
import { predict } from "./index.ts";
import { WEBSOCKET } from "./testing/cells.ts";
import { inputOf } from "./testing/input-of.ts";

it("takes one way down and two round trips to open", () => {
  const { metrics, failed } = predict(inputOf(WEBSOCKET));
  expect(failed).toEqual([]);
  expect(metrics).toEqual({
    latencyMeanMs: 25,
    latencyP50Ms: 25,
    latencyP90Ms: 25,
    latencyP99Ms: 25,
    latencyMaxMs: 25,
    freshnessMeanMs: 275,
    freshnessPeakMs: 275,
    requestsPerEvent: 0,
    bytesPerEvent: 65,
    bytesUpPerEvent: 0,
    bytesDownPerEvent: 65,
    connectP50Ms: 100,
  });
});

it("predicts no time to open where there is no link", () => {
  expect(predict(inputOf({ ...WEBSOCKET, upMs: 0, downMs: 0 })).metrics.connectP50Ms).toBeUndefined();
});

it("is P/2 and P old with a period", () => {
  const { metrics } = predict(inputOf({ ...WEBSOCKET, arrivals: "periodic" }));
  expect(metrics.freshnessMeanMs).toBeCloseTo(125 + 25, 9);
  expect(metrics.freshnessPeakMs).toBeCloseTo(250 + 25, 9);
});

it("adds c(N + 1)/2 in a fan-out, and ρNc/(2(1 − ρ)) of queue for Poisson events", () => {
  const cell = { ...WEBSOCKET, rate: 5, clients: 999, sendMs: 0.1 } as const;
  const queue = (0.4995 * 99.9) / (2 * (1 - 0.4995));
  expect(predict(inputOf({ ...cell, arrivals: "periodic" })).metrics.latencyMeanMs).toBeCloseTo(75, 9);
  expect(predict(inputOf(cell)).metrics.latencyMeanMs).toBeCloseTo(75 + queue, 9);
  expect(predict(inputOf(cell)).metrics.latencyMaxMs).toBeUndefined();
});

it("adds the wait in the load worker unless it lies within a fan-out", () => {
  const input = inputOf({ ...WEBSOCKET, arrivals: "periodic", sendMs: 0, baseMs: 1 });
  const measured = { ...input.measured, clientWaitMs: 3 };
  expect(predict({ ...input, measured }).metrics.latencyMeanMs).toBe(29);
  expect(predict({ ...input, clients: 2, measured }).metrics.latencyMeanMs).toBe(26);
});

it.each([
  ["a fan-out of unknown cost", { clients: 2 }, "UNMEASURED"],
  ["fan-outs that take longer than events are apart", { clients: 1000, sendMs: 0.25 }, "OVERLOAD"],
  ["jitter wider than events are apart", { jitterMs: 130 }, "JITTER_ORDER"],
])("leaves latency and freshness out with %s, and keeps the bytes", (_name, change, code) => {
  const { metrics, failed } = predict(inputOf({ ...WEBSOCKET, ...change }));
  expect(failed.map((failure) => failure.code)).toEqual([code]);
  expect(Object.keys(metrics).filter((name) => /latency|freshness/.test(name))).toEqual([]);
  expect(metrics.bytesPerEvent).toBe(65);
});

it("leaves only quantiles out where the queue is nearly full", () => {
  const { metrics, failed } = predict(inputOf({ ...WEBSOCKET, clients: 1000, sendMs: 0.225 }));
  expect(failed.map(({ code }) => code)).toEqual(["OVERLOAD"]);
  expect(metrics.latencyP99Ms).toBeUndefined();
  expect(metrics.latencyMeanMs).toBeGreaterThan(25 + 112);
});
