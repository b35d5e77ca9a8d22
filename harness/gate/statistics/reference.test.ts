import { describe, expect, it } from "vitest";
import { chanceAbove } from "./chance.ts";
import { pairedShift } from "./shift.ts";
import { signedRankProbability, signedRankQuantile } from "./signed-rank.ts";
import reference from "./testing/reference.json" with { type: "json" };

/** What R printed stands in `testing/reference.json`; `testing/reference.R` says how it was made. */
const within = (expected: number, tolerance: number) => ({
  asymmetricMatch: (actual: unknown) => Math.abs((actual as number) - expected) <= tolerance,
  toString: () => `${expected} ± ${tolerance}`,
});

describe("R's wilcox.test(conf.int = TRUE, exact = TRUE)", () => {
  const rows = reference.shifts.flatMap(({ intervals, ...sample }) =>
    intervals.map((interval) => ({ n: sample.values.length, ...sample, ...interval })),
  );

  it.each(rows)("has the same interval of $n $distribution values at $level", (row) => {
    expect(pairedShift(row.values, row.level)).toEqual({
      estimate: within(row.estimate, 1e-9),
      low: within(row.low, 1e-9),
      high: within(row.high, 1e-9),
      confidence: within(row.confidence, 1e-12),
    });
  });

  it("has been asked for 6, 7, 10, 12, 15, 20, 24 and 32 values of six distributions at five levels", () => {
    expect(new Set(rows.map(({ n }) => n))).toEqual(new Set([6, 7, 10, 12, 15, 20, 24, 32]));
    expect(rows).toHaveLength(8 * 6 * 5);
  });

  it("has the same one-sided p-values", () => {
    for (const { values, bounds, chances } of reference.chances) {
      expect(bounds.map((bound) => chanceAbove(values, bound))).toEqual(
        chances.map((chance) => within(chance, 1e-12)),
      );
    }
  });
});

describe.each(reference.distribution)("for $n pairs", (row) => {
  it("psignrank gives the same probabilities", () => {
    expect(row.at.map((w) => signedRankProbability(w, row.n))).toEqual(
      row.probabilities.map((probability) => within(probability, 1e-12)),
    );
  });

  it("qsignrank gives the same quantiles", () => {
    expect(row.shares.map((share) => signedRankQuantile(share, row.n))).toEqual(row.quantiles);
  });
});
