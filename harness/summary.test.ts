import { expect, it } from "vitest";
import type { ResultCell } from "../core/result.ts";
import { cellWith } from "./gate/testing/cells.ts";
import { summarise } from "./summary.ts";

const cell = (id: string, metrics: ResultCell["metrics"], status: "valid" | "invalid" = "valid") =>
  cellWith(metrics, { id, verdict: { status, reasons: [], warnings: [] } });

const valuesOf = (cells: ResultCell[]) =>
  summarise(cells).map(({ id, blocks, metrics }) => [id, blocks, metrics.latencyP50Ms?.value]);

it("each entry has one line, in the order of its first cell", () => {
  const cells = ["b", "a", "a", "b"].map((id, i) => cell(id, { latencyP50Ms: i }));
  expect(valuesOf(cells)).toEqual([
    ["b", 2, 1.5],
    ["a", 2, 1.5],
  ]);
});

it.each([
  [[5], 5],
  [[9, 1], 5], // even: the middle of the two in the middle
  [[100, 1, 7], 7], // odd: the one in the middle, not the mean
  [[4, 10, 2, 9], 6.5],
])("the value over blocks %j is their median %d", (values, median) => {
  expect(valuesOf(values.map((value) => cell("a", { latencyP50Ms: value })))[0]?.[2]).toBe(median);
});

it("invalid cells are left out where there is a valid one", () => {
  const cells = [
    cell("a", { latencyP50Ms: 1 }),
    cell("a", { latencyP50Ms: 900 }, "invalid"),
    cell("a", { latencyP50Ms: 3 }),
  ];
  expect(valuesOf(cells)).toEqual([["a", 2, 2]]);
});

it("where none is valid all are shown; their verdicts say what they are worth", () => {
  const cells = [cell("a", { latencyP50Ms: 1 }, "invalid"), cell("a", { latencyP50Ms: 3 }, "invalid")];
  expect(valuesOf(cells)).toEqual([["a", 2, 2]]);
});

it("a metric that only some blocks have is taken from those, and one that none has is absent", () => {
  const [line] = summarise([
    cell("a", { latencyP50Ms: 1, latencyP99Ms: 10 }),
    cell("a", { latencyP50Ms: 3 }),
  ]);
  expect(line?.metrics).toEqual({ latencyP50Ms: { value: 2 }, latencyP99Ms: { value: 10 } });
});

it("no cells give no lines", () => {
  expect(summarise([])).toEqual([]);
});

it("figures have intervals from six blocks on", () => {
  const blocks = (n: number) => Array.from({ length: n }, (_, i) => cell("a", { latencyP50Ms: i + 1 }));
  expect(summarise(blocks(5))[0]?.metrics.latencyP50Ms).toEqual({ value: 3 });
  expect(summarise(blocks(6))[0]?.metrics.latencyP50Ms).toEqual({ value: 3.5, low: 1, high: 6 });
});
