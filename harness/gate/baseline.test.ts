import { describe, expect, it } from "vitest";
import type { Baseline } from "../../core/baseline.ts";
import type { MetricValues } from "../../core/metrics.ts";
import type { Result } from "../../core/result.ts";
import { sampleResult } from "../../reports/testing/sample-result.ts";
import { accept, differencesFrom, formatBaseline } from "./baseline.ts";
import { cellWith } from "./testing/cells.ts";

const AT = new Date("2026-01-02T03:04:05Z");

function resultWith(entries: Readonly<Record<string, MetricValues>>, scenario: object = {}): Result {
  const sample = sampleResult();
  return {
    ...sample,
    scenario: { ...sample.scenario, ...scenario },
    cells: Object.entries(entries).map(([id, metrics]) => cellWith(metrics, { id })),
  };
}

function accepted(
  result: Result,
  baseline?: Baseline,
  metrics: readonly string[] = [],
): ReturnType<typeof accept> {
  return accept({ result, baseline, metrics, reason: "because", at: AT });
}

const first = resultWith({ polling: { requestBytes: 56, bytesPerEvent: 166, latencyP50Ms: 500 } });

describe("a baseline", () => {
  it("takes over exact and counted metrics, no times, and the reason", () => {
    const { baseline, changes } = accepted(first);
    expect(baseline.entries).toEqual({ polling: { requestBytes: 56, bytesPerEvent: 166 } });
    expect(changes).toEqual(["polling.requestBytes: absent → 56", "polling.bytesPerEvent: absent → 166"]);
    expect(baseline.accepted).toEqual([{ at: AT.toISOString(), reason: "because", changes }]);
  });

  it("takes over only the metrics named, and keeps the others as they were", () => {
    const { baseline } = accepted(first);
    const second = resultWith({ polling: { requestBytes: 96, bytesPerEvent: 200 } });
    const { baseline: after, changes } = accepted(second, baseline, ["polling.requestBytes"]);
    expect(after.entries).toEqual({ polling: { requestBytes: 96, bytesPerEvent: 166 } });
    expect(changes).toEqual(["polling.requestBytes: 56 → 96"]);
    expect(after.accepted).toHaveLength(2);
  });

  it("takes a metric out that was named and is gone", () => {
    const { baseline } = accepted(first);
    const { baseline: after } = accepted(resultWith({ polling: { bytesPerEvent: 166 } }), baseline, [
      "requestBytes",
    ]);
    expect(after.entries).toEqual({ polling: { bytesPerEvent: 166 } });
  });

  it("refuses a metric that nobody has, and some metrics of another scenario", () => {
    const { baseline } = accepted(first);
    expect(() => accepted(first, baseline, ["polling.requestByte"])).toThrow(/nothing exact or counted/);
    expect(() => accepted(first, undefined, ["requestBytes"])).toThrow(/no baseline yet/);
    const other = resultWith(
      { polling: { requestBytes: 56 } },
      { clients: 7, hash: `sha256:${"1".repeat(64)}` },
    );
    expect(() => accepted(other, baseline, ["requestBytes"])).toThrow(
      /of another scenario: clients: \d+ there, 7 here/,
    );
    expect(accepted(other, baseline).baseline.scenario.hash).toBe(other.scenario.hash);
  });

  it("says in what a result measured something else", () => {
    const { baseline } = accepted(first);
    expect(differencesFrom(baseline, first)).toEqual([]);
    const other = resultWith({}, { seed: 99, hash: `sha256:${"1".repeat(64)}` });
    expect(differencesFrom(baseline, other)).toEqual([expect.stringMatching(/^seed: \d+ there, 99 here$/)]);
  });

  it("keeps the newest twenty reasons", () => {
    let { baseline } = accepted(first);
    for (let i = 0; i < 25; i++) baseline = accepted(first, baseline).baseline;
    expect(baseline.accepted).toHaveLength(20);
  });

  it("is written with a value a line and its keys in one order, whatever theirs was", () => {
    const { baseline } = accepted(
      resultWith({ b: { bytesPerEvent: 2, requestBytes: 1 }, a: { requestBytes: 3 } }),
    );
    const shuffled = {
      ...baseline,
      entries: Object.fromEntries(Object.entries(baseline.entries).toReversed()),
    };
    expect(formatBaseline(shuffled)).toBe(formatBaseline(baseline));
    expect(formatBaseline(baseline)).toContain(
      '  "entries": {\n    "a": {\n      "requestBytes": 3\n    },\n    "b": {\n      "requestBytes": 1,\n      "bytesPerEvent": 2\n',
    );
  });
});
