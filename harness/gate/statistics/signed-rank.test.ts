import { describe, expect, it } from "vitest";
import { signedRankProbability, signedRankQuantile } from "./signed-rank.ts";

describe("the signed-rank distribution", () => {
  it.each([
    // [n, w, subsets of the ranks 1 to n whose sum is at most w], counted by hand
    [1, 0, 1],
    [3, 2, 3], // {}, {1}, {2}
    [3, 3, 5], // and {3}, {1, 2}
    [4, 10, 16], // all
    [5, 0, 1],
  ])("of %d pairs is at most %d in %d of all cases", (n, w, cases) => {
    expect(signedRankProbability(w, n)).toBe(cases / 2 ** n);
  });

  it.each([
    // [n, critical value of the two-sided test at 5 %]: the published table, P(W ≤ w) ≤ 2.5 %
    [6, 0],
    [7, 2],
    [8, 3],
    [10, 8],
    [12, 13],
    [20, 52],
    [25, 89],
  ])("of %d pairs is rarely at most %d", (n, w) => {
    expect(signedRankProbability(w, n)).toBeLessThanOrEqual(0.025);
    expect(signedRankProbability(w + 1, n)).toBeGreaterThan(0.025);
    expect(signedRankQuantile(0.025, n)).toBe(w + 1);
  });

  it("is symmetric", () => {
    for (let w = 0; w < 78; w++) {
      expect(signedRankProbability(w, 12) + signedRankProbability(77 - w, 12)).toBeCloseTo(1, 12);
    }
  });

  it.each([0, 53, 2.5])("refuses %d pairs", (n) => {
    expect(() => signedRankProbability(0, n)).toThrow(RangeError);
  });
});
