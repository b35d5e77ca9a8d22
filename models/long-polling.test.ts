import { expect, it } from "vitest";
import { predict } from "./index.ts";
import type { ModelInput } from "./input.ts";
import { heldPoisson } from "./long-polling-poisson.ts";
import { LONG_POLLING, without } from "./testing/cells.ts";
import { inputOf } from "./testing/input-of.ts";

const codesOf = (input: ModelInput) => predict(input).failed.map(({ code }) => code);

it("takes 43.3 ms, 0.731 requests an event and 26.9 % direct at D = 25 and 20 events/s", () => {
  const { metrics } = predict(inputOf(LONG_POLLING));
  expect(metrics.latencyMeanMs).toBeCloseTo(43.28, 2);
  expect(metrics.requestsPerEvent).toBeCloseTo(0.7311, 4);
  expect(metrics.latencyMaxMs).toBeCloseTo(75, 9);
  expect(heldPoisson(0.02, 50, 25_000).waits[0]?.weight).toBeCloseTo(0.2689, 4);
});

it("has quantiles of D_d up to the direct share, then of D_d + U(0, G)", () => {
  const { metrics } = predict(inputOf({ ...LONG_POLLING, rate: 4 }));
  // λG = 0.2: p0 = e^−0.2/(0.2 + e^−0.2) = 0.8037.
  expect(metrics.latencyP50Ms).toBe(25);
  expect(metrics.latencyP90Ms).toBeCloseTo(25 + (50 * (0.9 - 0.8037)) / (1 - 0.8037), 2);
});

it("is polling at T = G when events crowd: 20 requests/s and 50 ms at 1000 events/s", () => {
  const { metrics } = predict(inputOf({ ...LONG_POLLING, rate: 1000 }));
  expect((metrics.requestsPerEvent ?? 0) * 1000).toBeCloseTo(20, 9);
  expect(metrics.latencyMeanMs).toBeCloseTo(50, 9);
});

// The period is 250: the round trip is shorter, then longer.
it.each([
  [110, 110, 1],
  [140, 280, 250 / 280],
])("falls off the cliff: a delay of %d gives %d ms and %d requests an event", (delay, latency, requests) => {
  const cell = { ...LONG_POLLING, arrivals: "periodic", rate: 4, upMs: delay, downMs: delay } as const;
  const { metrics } = predict(inputOf(cell));
  expect(metrics.latencyMeanMs).toBeCloseTo(latency, 9);
  expect(metrics.requestsPerEvent).toBeCloseTo(requests, 9);
  expect(metrics.emptyResponseRatio).toBe(0);
});

it("asks 0.5 times a second when nothing comes and a hold lasts 2 s", () => {
  const { metrics } = predict(inputOf({ ...LONG_POLLING, rate: 1e-6, upMs: 0, downMs: 0, holdMs: 2000 }));
  expect((metrics.requestsPerEvent ?? 0) * 1e-6).toBeCloseTo(0.5, 5);
  expect(metrics.emptyResponseRatio).toBeCloseTo(1, 5);
});

it("adds c(N + 1)/2 to what held requests bring", () => {
  const cell = { ...LONG_POLLING, arrivals: "periodic", rate: 4, clients: 99, sendMs: 0.1 } as const;
  expect(predict(inputOf(cell)).metrics.latencyMeanMs).toBeCloseTo(25 + 5, 9);
  expect(predict(inputOf(cell)).metrics.latencyMaxMs).toBeCloseTo(25 + 9.9, 9);
  expect(predict(inputOf(cell)).metrics.freshnessMeanMs).toBeCloseTo(125 + 25 + 5, 9);
});

it("predicts nothing where jitter decides which side of the cliff it is on", () => {
  const cell = { ...LONG_POLLING, arrivals: "periodic", rate: 4, jitterMs: 10 } as const;
  const near = inputOf({ ...cell, upMs: 120, downMs: 120 });
  expect(predict(near).metrics).toEqual({});
  expect(codesOf(near)).toEqual(["NEAR_CLIFF"]);
  expect(codesOf(inputOf({ ...cell, upMs: 110, downMs: 110 }))).toEqual([]);
});

it("takes the link's round trip for an answer's time where every answer waited", () => {
  const input = inputOf({ ...LONG_POLLING, arrivals: "periodic", rate: 4 });
  const { metrics, failed } = predict(without(input, "answerMs"));
  expect(metrics.latencyMeanMs).toBeCloseTo(25, 9);
  expect(failed.map(({ message }) => message)).toEqual([
    "no answer came without waiting for an event, so its time is taken as the link's round trip, 50 ms",
  ]);
  expect(predict(without(input, "answerMs", "reaskMs"))).toMatchObject({
    metrics: {},
    failed: [{ code: "UNMEASURED" }],
  });
});

it("leaves latency out of a fan-out whose cost is unknown or more than the server has time for", () => {
  const many = { ...LONG_POLLING, clients: 100 };
  expect(codesOf(inputOf(many))).toEqual(["UNMEASURED"]);
  const overloaded = predict(inputOf({ ...many, sendMs: 1 }));
  expect(overloaded.failed.map(({ code }) => code)).toEqual(["OVERLOAD"]);
  expect(overloaded.metrics.latencyMeanMs).toBeUndefined();
  expect(overloaded.metrics.requestsPerEvent).toBeCloseTo(0.7311, 4);
});

it("predicts nothing where a short hold drifts past the events' period", () => {
  // G + H = 110, P = 112: rest 2, and 98 to the next request, which a hold of 10 does not bridge.
  const cell = {
    ...LONG_POLLING,
    arrivals: "periodic",
    rate: 1000 / 112,
    upMs: 50,
    downMs: 50,
    holdMs: 10,
  } as const;
  expect(predict(inputOf(cell))).toMatchObject({ metrics: {}, failed: [{ code: "HOLD_TOO_SHORT" }] });
});
