import { describe, expect, test } from "vitest";
import { rowsOf } from "./rows.ts";
import { withTheory } from "./testing/checkable-entries.ts";
import { invalid, POLLING, sampleResult, WEBSOCKET, withCosts } from "./testing/sample-result.ts";
import { comparisonsOf, deviating, deviationOf, failedAssumptions, theorySentence } from "./theory.ts";

describe("a deviation", () => {
  test.each([
    ["latencyP50Ms", 525, 500, "as predicted"], // 5 % exactly
    ["latencyP50Ms", 526, 500, "5.2 % above theory"], // just beyond
    ["latencyP50Ms", 1.9, 0.4, "as predicted"], // 1.5 ms exactly, whatever the share
    ["latencyP50Ms", 1.91, 0.4, "4.8× theory"], // neither
    ["latencyP50Ms", 1.2, 0, "as predicted"], // theory says none, and noise is allowed
    ["bytesPerEvent", 400, 402, "as predicted"], // bytes go by their share
    ["bytesPerEvent", 3, 2, "50 % above theory"], // 1.5 of something else than ms is no excuse
    ["bytesPerEvent", 137, 100, "37 % above theory"], // as the table says it
    ["bytesPerEvent", 63, 100, "37 % below theory"], // the other side
    ["bytesPerEvent", 199, 100, "99 % above theory"], // still a percentage
    ["bytesPerEvent", 240, 100, "2.4× theory"], // past twice, a factor
    ["requestsPerEvent", 0, 0, "as predicted"], // nothing, as theory says
    ["requestsPerEvent", 0.5, 0, "where theory says 0"], // no share of nothing
  ] as const)("of %s, %d against %d, is %j", (metric, value, predicted, words) => {
    expect(deviationOf(metric, { value, predicted })?.words).toBe(words);
  });

  test("is none without a prediction", () => {
    expect(deviationOf("latencyP50Ms", { value: 1 })).toBeUndefined();
    expect(deviationOf("latencyP50Ms", undefined)).toBeUndefined();
  });
});

describe("a result beside theory", () => {
  const rows = (...entries: Parameters<typeof withTheory>[0][]) => rowsOf(sampleResult({ entries }));

  test("compares valid rows alone, the furthest off first", () => {
    const costs = { requestsPerEvent: 1, bytesPerEvent: 200 };
    const near = withTheory(withCosts(POLLING, costs), { requestsPerEvent: 1, bytesPerEvent: 150 });
    const far = withTheory(withCosts(WEBSOCKET, costs), { requestsPerEvent: 0, bytesPerEvent: 100 });
    const busy = invalid({ ...far, id: "busy" }, "busy");

    const comparisons = comparisonsOf(rows(near, far, busy));

    expect(comparisons).toHaveLength(4);
    expect(deviating(comparisons).map(({ row, column }) => `${row.id} ${column.metric}`)).toEqual([
      "websocket requestsPerEvent",
      "websocket bytesPerEvent",
      "polling bytesPerEvent",
    ]);
  });

  test("says each failed assumption once, with its rows; blocks that word it with other figures share it", () => {
    const cut = { code: "DISTURBED", message: "the link is cut" };
    const result = sampleResult({
      entries: [
        withTheory(POLLING, {}, [cut, { code: "UNMEASURED", message: "took 1 ms" }]),
        withTheory(WEBSOCKET, {}, [cut]),
      ],
      blocks: 2,
    });
    result.cells.find(({ block, id }) => block === 2 && id === "polling")!.prediction = {
      metrics: {},
      failed: [cut, { code: "UNMEASURED", message: "took 2 ms" }],
    };

    const failed = failedAssumptions(rowsOf(result)).map(({ message, rows: whose }) => ({
      message,
      whose: whose.map(({ id }) => id),
    }));

    expect(failed).toEqual([
      { message: "the link is cut", whose: ["polling", "websocket"] },
      { message: "took 1 ms", whose: ["polling"] },
    ]);
  });

  test("is praised where all is as predicted, and not mentioned where nothing is predicted", () => {
    const one = withTheory(WEBSOCKET, { bytesPerEvent: 216 });

    expect(theorySentence(rows(one))).toBe(
      "The one figure that theory predicts is as predicted: within 5 % or 1.5 ms.",
    );
    expect(theorySentence(rows(one, { ...one, id: "again" }))).toBe(
      "All 2 figures that theory predicts are as predicted: within 5 % or 1.5 ms.",
    );
    expect(theorySentence(rows(WEBSOCKET))).toBeUndefined();
  });
});
