import { Check } from "typebox/schema";
import { describe, expect, it } from "vitest";
import { OUTCOMES } from "../../core/comparison.ts";
import { HOSTILE_TEXTS, hostileComparison, ROWS, sampleComparison } from "../testing/sample-comparison.ts";
import { renderBiggerIsBetter, renderSmallerIsBetter } from "./action-benchmark.ts";
import { renderBmf } from "./bmf.ts";
import { ACTION_BENCHMARK_SCHEMA, BMF_SCHEMA } from "./testing/schemas.ts";

const documents = [
  ...OUTCOMES.map((outcome) => sampleComparison(outcome)),
  ...HOSTILE_TEXTS.flatMap((text) => OUTCOMES.map((outcome) => hostileComparison(text, outcome))),
];

describe("Bencher Metric Format", () => {
  it("keeps the published schema", () => {
    for (const comparison of documents) {
      expect.soft(Check(BMF_SCHEMA, JSON.parse(renderBmf(comparison)))).toBe(true);
    }
    expect(Check(BMF_SCHEMA, { websocket: { latencyP50Ms: { lower_value: 1 } } })).toBe(false);
    expect(Check(BMF_SCHEMA, { websocket: { ["x".repeat(65)]: { value: 1 } } })).toBe(false);
  });

  it("has the head's value, and bounds where there is an interval", () => {
    const bmf = JSON.parse(renderBmf(sampleComparison("ok")));
    expect(bmf["quick/websocket"].latencyP50Ms).toEqual({
      value: 0.421,
      lower_value: expect.closeTo(0.413, 3),
      upper_value: expect.closeTo(0.4289, 3),
    });
    expect(bmf["quick/websocket"].eventsLost).toEqual({ value: 0 });
    expect(bmf["quick/polling"].latencyBeyondPollWaitMs).toEqual({
      value: 0.84,
      lower_value: expect.closeTo(0.76, 6),
      upper_value: expect.closeTo(0.9, 6),
    });
  });

  it("turns an interval round where higher is better, and holds the value in any case", () => {
    const row = { ...ROWS.higher, base: 100, head: 80, relative: { estimate: 0.1, low: 0.05, high: 0.15 } };
    const bmf = JSON.parse(renderBmf(sampleComparison("ok", { rows: [row] })));
    expect(bmf["quick/websocket"].eventsDelivered).toEqual({ value: 80, lower_value: 80, upper_value: 95 });
  });

  it("takes a metric's own row before a threshold on it", () => {
    const own = { ...ROWS.ok, metric: "latencyP99Ms", head: 61.4 };
    const bmf = JSON.parse(renderBmf(sampleComparison("regressed", { rows: [ROWS.threshold, own] })));
    expect(bmf["quick/websocket"].latencyP99Ms).toHaveProperty("lower_value");
  });

  it("has nothing of a run that decides nothing", () => {
    expect(JSON.parse(renderBmf(sampleComparison("invalid")))).toEqual({});
  });

  it("keeps entries apart whose names are properties of every object", () => {
    const rows = ["__proto__", "constructor"].map((metric) => ({ ...ROWS.ok, metric }));
    const bmf = JSON.parse(renderBmf(sampleComparison("ok", { rows })));
    expect(Object.keys(bmf["quick/websocket"])).toEqual(["__proto__", "constructor"]);
  });
});

describe("github-action-benchmark", () => {
  it("keeps the published description", () => {
    for (const comparison of documents) {
      for (const render of [renderSmallerIsBetter, renderBiggerIsBetter]) {
        expect.soft(Check(ACTION_BENCHMARK_SCHEMA, JSON.parse(render(comparison)))).toBe(true);
      }
    }
  });

  it("parts the metrics by which way is better", () => {
    const comparison = sampleComparison("ok");
    const names = (text: string) => JSON.parse(text).map(({ name }: { name: string }) => name);
    expect(names(renderBiggerIsBetter(comparison))).toEqual(["quick / websocket / eventsDelivered"]);
    expect(names(renderSmallerIsBetter(comparison))).toContain("quick / websocket / latencyP50Ms");
    expect(names(renderSmallerIsBetter(comparison))).not.toContain("quick / websocket / eventsDelivered");
  });

  it("writes a range of which the action reads the number", () => {
    const [bench] = JSON.parse(renderSmallerIsBetter(sampleComparison("ok", { rows: [ROWS.improved] })));
    expect(bench).toMatchObject({ unit: "us", value: 7.71 });
    // Half of 0.049 of the base's 8.94 µs.
    expect(Number(/± (\d.+)/.exec(bench.range)?.[1])).toBeCloseTo(0.219, 3);
  });
});
