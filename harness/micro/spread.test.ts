import { describe, expect, it } from "vitest";
import { spreadOf, spreadWarnings } from "./spread.ts";

describe("the spread of some values", () => {
  it.each([
    [[5], [5, 5, 5]], // one value
    [
      [1, 2, 3, 4, 5],
      [2, 3, 4],
    ], // quartiles that are values
    [
      [4, 1, 3, 2],
      [1.75, 2.5, 3.25],
    ], // between values, and out of order
    [
      [10, 9, 2],
      [5.5, 9, 9.5],
    ], // in order of size and not of text
  ])("of %j is %j", (values, [p25, p50, p75]) => {
    expect(spreadOf(values)).toEqual({ p25, p50, p75 });
  });
});

describe("a warning of wide spread", () => {
  const rounds = (ours: readonly number[], reference: readonly number[]) =>
    ours.map((value, index) => ({ ours: value, reference: reference[index]! }));

  it("does not come for rounds that agree", () => {
    expect(spreadWarnings(rounds([100, 101, 102, 103], [100, 105, 110, 110]))).toEqual([]);
  });

  it("does not mind a round that is far out", () => {
    expect(spreadWarnings(rounds([100, 100, 100, 100, 900], [1, 1, 1, 1, 9]))).toEqual([]);
  });

  it("names the side and how far it spreads", () => {
    const [warning] = spreadWarnings(rounds([100, 100, 140, 140], [100, 100, 100, 100]));
    expect(warning).toMatchObject({ code: "WIDE_SPREAD" });
    expect(warning?.message).toMatch(/^the middle half of the rounds differs, ours by 33 % of the median: /);
  });
});
