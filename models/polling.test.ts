import { expect, it } from "vitest";
import { predict } from "./index.ts";
import type { ModelInput } from "./input.ts";
import { POLLING, without } from "./testing/cells.ts";
import { BYTES, inputOf } from "./testing/input-of.ts";

const codesOf = (input: ModelInput) => predict(input).failed.map(({ code }) => code);

it("waits half an interval on average and a whole one at most, then S + D_d, without the way up", () => {
  const { metrics, failed } = predict(
    inputOf({ ...POLLING, upMs: 40, downMs: 25, serviceAfterMs: 3, baseMs: 2 }),
  );
  expect(failed).toEqual([]);
  expect(metrics.latencyMeanMs).toBeCloseTo(530, 9);
  expect(metrics.latencyP50Ms).toBeCloseTo(530, 9);
  expect(metrics.latencyP90Ms).toBeCloseTo(930, 9);
  expect(metrics.latencyP99Ms).toBeCloseTo(1020, 9);
  expect(metrics.latencyMaxMs).toBeCloseTo(1030, 9);
});

it("finds nothing 36.8 % of the time at one event an interval", () => {
  const { metrics } = predict(inputOf(POLLING));
  expect(metrics.emptyResponseRatio).toBeCloseTo(0.3679, 4);
  expect(metrics.requestsPerEvent).toBeCloseTo(1, 12);
});

it("finds nothing 1 − T/P of the time with a period, and never when that is shorter", () => {
  const at = (rate: number) => predict(inputOf({ ...POLLING, arrivals: "periodic", rate })).metrics;
  expect(at(0.25).emptyResponseRatio).toBeCloseTo(0.75, 12);
  expect(at(0.25).requestsPerEvent).toBeCloseTo(4, 12);
  expect(at(4).emptyResponseRatio).toBe(0);
});

it("costs [B_empty·e^(−λT) + B_full·(1 − e^(−λT))]/(λT) + item + separator", () => {
  const { metrics } = predict(inputOf({ ...POLLING, rate: 2 }));
  const empty = Math.exp(-2);
  const answers = (BYTES.emptyResponse * empty + BYTES.responseOverhead * (1 - empty)) / 2;
  expect(metrics.bytesUpPerEvent).toBeCloseTo(50, 9);
  expect(metrics.bytesDownPerEvent).toBeCloseTo(answers + 64 + 1, 9);
  expect(metrics.bytesPerEvent).toBeCloseTo(50 + answers + 65, 9);
});

it("asks 0.909 times a second with 1000 ms between an answer and the next request and R = 100", () => {
  const cell = { ...POLLING, fixedDelay: true, upMs: 50, downMs: 50 };
  const { metrics } = predict(inputOf(cell));
  expect(metrics.requestsPerEvent).toBeCloseTo(1 / 1.1, 9);
  expect(metrics.latencyMeanMs).toBeCloseTo(550 + 50, 9);
});

it("is 1000 old on average and 1500 at its peaks at 2 events/s", () => {
  const { metrics } = predict(inputOf({ ...POLLING, rate: 2, downMs: 20, serviceAfterMs: 3 }));
  expect(metrics.freshnessMeanMs).toBeCloseTo(1000 + 23, 9);
  expect(metrics.freshnessPeakMs).toBeCloseTo(1500 + 23, 9);
});

it("predicts the polls that really happen when answers outlast the interval, and says so", () => {
  const { metrics, failed } = predict(inputOf({ ...POLLING, intervalMs: 100, upMs: 110, downMs: 110 }));
  expect(metrics.requestsPerEvent).toBeCloseTo(1 / 0.3, 9);
  expect(failed).toEqual([
    {
      code: "POLL_OVERRUN",
      message:
        "polling every 100 ms needs answers within that, and they take 220 ms: polls are passed over, and the prediction is for one every 300 ms",
    },
  ]);
});

it("leaves out what needs the answer's time when that was not measured", () => {
  const fixedRate = predict(without(inputOf(POLLING), "answerMs"));
  expect(Object.keys(fixedRate.metrics).filter((name) => /latency|freshness/.test(name))).toEqual([]);
  expect(fixedRate.metrics.requestsPerEvent).toBeCloseTo(1, 12);
  expect(fixedRate.failed.map(({ code }) => code)).toEqual(["UNMEASURED"]);
  const fixedDelay = predict(without(inputOf({ ...POLLING, fixedDelay: true }), "answerMs"));
  expect(fixedDelay.metrics).toEqual({});
});

it("refuses an answer that took less than its request's way", () => {
  const input = inputOf({ ...POLLING, upMs: 40 });
  const { metrics, failed } = predict({ ...input, measured: { ...input.measured, answerMs: 30 } });
  expect(metrics.latencyMeanMs).toBeUndefined();
  expect(failed.map(({ code }) => code)).toEqual(["INCONSISTENT"]);
});

it("leaves bytes out when a cost was not seen, unless there is nothing to cost", () => {
  const input = inputOf({ ...POLLING, rate: 1 });
  const bytes = { ...BYTES, emptyResponse: undefined };
  expect(predict({ ...input, bytes }).metrics.bytesPerEvent).toBeUndefined();
  expect(codesOf({ ...input, bytes })).toEqual(["UNMEASURED"]);
  // One poll in 22,000 finds nothing.
  expect(codesOf({ ...input, rate: 10, bytes })).toEqual([]);
});
