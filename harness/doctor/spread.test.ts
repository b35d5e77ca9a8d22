import { expect, it } from "vitest";
import { spreadOf } from "./spread.ts";

it("takes median and 99th percentile by nearest rank, in whatever order the spans came", () => {
  const spans = Array.from({ length: 200 }, (_, i) => 200 - i);
  expect(spreadOf(spans)).toEqual({ count: 200, p50Ms: 100, p99Ms: 198 });
  expect(spreadOf([7])).toEqual({ count: 1, p50Ms: 7, p99Ms: 7 });
});

it("knows nothing of no spans", () => {
  expect(spreadOf([])).toBeUndefined();
});
