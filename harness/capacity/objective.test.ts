import { describe, expect, it } from "vitest";
import type { BenchError } from "../../core/errors.ts";
import { POLLING, sampleLoad, spans, WEBSOCKET } from "../testing/sample-reports.ts";
import { defaultObjective, formatObjective, judgedValue, parseObjective } from "./objective.ts";
import { type SampleChange, sampleStep } from "./testing/sample-step.ts";

describe("an objective", () => {
  it("is a p99 of 100 ms, plus the interval where clients poll", () => {
    expect(formatObjective(defaultObjective(WEBSOCKET))).toBe("latencyP99Ms <= 100");
    expect(formatObjective(defaultObjective(POLLING))).toBe("latencyP99Ms <= 1100");
  });

  it.each([
    ["latencyP99Ms <= 100", "latencyP99Ms <= 100"],
    ["  latencyP50Ms<5 ", "latencyP50Ms < 5"],
    ["requestsPerEvent = 1", "requestsPerEvent = 1"],
  ])("is read from %j", (text, read) => {
    expect(formatObjective(parseObjective(text))).toBe(read);
  });

  it.each([
    ["latencyP9Ms <= 100", /there is no metric "latencyP9Ms"/],
    ["<= 100", /there is no metric ""/],
    ["latencyP99Ms", /expected a metric and its limit/],
    ["latencyP99Ms <= 100ms", /expected a metric and its limit/],
  ])("is refused: %j", (text, says) => {
    let caught: BenchError | undefined;
    try {
      parseObjective(text);
    } catch (error) {
      caught = error as BenchError;
    }
    expect(caught).toMatchObject({ code: "USAGE", message: expect.stringMatching(says) });
    expect(caught?.hint).toContain("latencyP99Ms <= 100");
  });
});

describe("a step", () => {
  const misses = (change: SampleChange = {}) => {
    const { outcome } = sampleStep(change);
    return outcome.type === "measured" ? outcome.misses : [];
  };
  const { audit } = sampleLoad();

  it("holds when it keeps the objective", () => {
    expect(misses()).toEqual([]);
  });

  it("misses in everything that is wrong with it", () => {
    const load = {
      latency: spans([150, 2400]),
      audit: { ...audit, delivered: 2399, corrupted: 1 },
      negativeLatencies: 1,
    };
    expect(misses({ load })).toEqual([
      { type: "invalid", codes: ["NEGATIVE_LATENCY"] },
      { type: "lost", events: 1, expected: 2400 },
      { type: "missed", value: expect.closeTo(150, 0) },
    ]);
  });

  it("misses an objective that was not measured", () => {
    expect(misses({ objective: { metric: "emptyResponseBytes", op: ">", value: 0 } })).toEqual([
      { type: "missed" },
    ]);
  });

  it.each([
    // The largest is never below a percentile, so it proves an upper limit kept, and proves nothing else.
    ["latencyP99Ms", "<=", 7],
    ["latencyP99Ms", ">", undefined],
    ["latencyP999Ms", "<", 7],
    ["latencyP50Ms", "<=", undefined],
  ] as const)("with too few samples is judged by its largest latency: %s %s", (metric, op, value) => {
    expect(judgedValue({ latencyMaxMs: 7 }, { metric, op, value: 100 })).toBe(value);
  });
});
