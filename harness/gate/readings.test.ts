import { expect, it } from "vitest";
import type { GatedMetric } from "./family.ts";
import { readFamily } from "./readings.ts";
import { pairsWith } from "./testing/cells.ts";

const METRIC = "latencyBeyondPollWaitMs";
const gated: GatedMetric[] = [{ entry: "websocket", metric: METRIC }];
const settings = (relative: number, absolute: number) => ({
  limits: [{ entry: "*", metric: METRIC, limit: { relative, absolute } }],
  strictFamily: false,
});

/** A dozen pairs about a level, whose heads are worse by so much. */
const entry = (level: number, worse: number) => ({
  id: "websocket",
  pairs: pairsWith(
    Array.from({ length: 12 }, (_, i) => {
      const base = level + (i - 6) / 10;
      return [{ [METRIC]: base }, { [METRIC]: base + worse }];
    }),
  ),
});

it("a share of what can be zero is held as one of the base's median, and shown as it is held", () => {
  const [reading] = readFamily([entry(0.2, 1)], gated, settings(0.05, 0.5));
  expect(reading).toMatchObject({ limit: { absolute: 0.5 }, standing: "suspect" });
  expect(reading!.limit.relative).toBeUndefined();
  expect(reading!.change.relative).toBeUndefined();
});

it("a change that is beyond every limit by itself need not be so in a strict family", () => {
  const metrics = Array.from({ length: 24 }, () => gated[0]!);
  // Eleven of twelve are far beyond it: too likely by chance in one metric of so many.
  const { id, pairs } = entry(10, 2);
  const mixed = pairs.map((pair, i) => (i === 0 ? { ...pair, base: pair.head, head: pair.base } : pair));
  const read = (strictFamily: boolean) =>
    readFamily([{ id, pairs: mixed }], metrics, { ...settings(0, 0.1), strictFamily })[0]!;
  expect(read(false).standing).toBe("suspect");
  expect(read(true).standing).toBe("undecided");
  expect(read(true).change.resolvable).toBeGreaterThan(read(false).change.resolvable);
});
