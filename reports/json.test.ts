import { Check } from "typebox/value";
import { expect, it } from "vitest";
import { METRIC_NAMES } from "../core/metrics.ts";
import { ResultSchema } from "../core/result.ts";
import { renderJson } from "./json.ts";
import { CHECKABLE, LINK, linked } from "./testing/checkable-entries.ts";
import { HOSTILE, sampleResult } from "./testing/sample-result.ts";

const result = sampleResult({
  name: HOSTILE,
  blocks: 6,
  entries: CHECKABLE.map(linked),
  link: { ...LINK, cut: { kind: "every", everyMs: 500, outageMs: 20 } },
});

/** The same value with the keys of every object the other way round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inside]) => [key, reversed(inside)]),
  );
}

it("is the result itself, whole and valid", () => {
  const again: unknown = JSON.parse(renderJson(result));
  expect(again).toEqual(result);
  expect(Check(ResultSchema, again)).toBe(true);
});

it("is the same text in whatever order the keys came", () => {
  expect(renderJson(reversed(result) as typeof result)).toBe(renderJson(result));
});

it("has its keys in the schema's order and metrics in the catalogue's", () => {
  const again = JSON.parse(renderJson(reversed(result) as typeof result)) as typeof result;
  expect(Object.keys(again)).toEqual(Object.keys(ResultSchema.properties));
  const [cell] = again.cells;
  for (const metrics of [cell!.metrics, again.summary[0]!.metrics]) {
    const names = Object.keys(metrics);
    expect(names.length).toBeGreaterThan(10);
    expect(names).toEqual(METRIC_NAMES.filter((name) => names.includes(name)));
  }
  expect(Object.keys(cell!.link!).slice(0, 2)).toEqual(["profile", "delayUpMs"]);
  expect(Object.keys(again.scenario.link!.cut!)).toEqual(["kind", "everyMs", "outageMs"]);
});
