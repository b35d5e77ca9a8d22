import { describe, expect, it } from "vitest";
import type { ResultSummary } from "./result.ts";
import { evaluateThresholds, parseLimit } from "./thresholds.ts";

const summary: ResultSummary[] = [
  {
    id: "websocket",
    transport: "websocket",
    params: {},
    point: {},
    blocks: 1,
    metrics: { latencyP99Ms: { value: 50 }, eventsLost: { value: 0 } },
  },
];

describe("parseLimit", () => {
  it.each([
    ["< 50", { op: "<", value: 50 }],
    ["<=50", { op: "<=", value: 50 }],
    [" > 1.5 ", { op: ">", value: 1.5 }],
    [">= 1e3", { op: ">=", value: 1000 }],
    ["= 0", { op: "=", value: 0 }],
    ["= -1", { op: "=", value: -1 }],
  ])("reads %j", (text, limit) => {
    expect(parseLimit(text)).toEqual(limit);
  });

  it.each(["50", "< ", "<> 5", "== 5", "< 50ms", "< five", "< Infinity", ""])("refuses %j", (text) => {
    expect(parseLimit(text)).toBeUndefined();
  });
});

describe("evaluateThresholds", () => {
  it.each([
    // Each limit lies on the measured value or just beside it.
    ["<", 50, false],
    ["<", 50.1, true],
    ["<=", 50, true],
    [">", 50, false],
    [">=", 50, true],
    ["=", 50, true],
    ["=", 49.9, false],
  ] as const)("50 %s %d: %s", (op, value, held) => {
    const threshold = { entry: "websocket", metric: "latencyP99Ms", op, value };
    expect(evaluateThresholds([threshold], summary)).toEqual([
      { id: "websocket", metric: "latencyP99Ms", limit: `${op} ${value}`, value: 50, held },
    ]);
  });

  it.each([
    ["a metric that was not measured", "websocket", "latencyP999Ms"],
    ["an entry without a valid cell", "polling", "latencyP99Ms"],
  ])("does not count %s as held", (_, entry, metric) => {
    const [outcome] = evaluateThresholds([{ entry, metric, op: "<", value: 1e9 }], summary);
    expect(outcome).toEqual({ id: entry, metric, limit: "< 1000000000", held: false });
  });
});
