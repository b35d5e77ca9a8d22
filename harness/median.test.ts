import { describe, expect, it } from "vitest";
import { median, medianInterval } from "./median.ts";

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

it("the median of an even number of values lies between the two in the middle", () => {
  expect([median([9, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
});

describe("the interval of a median", () => {
  it.each([
    // [values, low, high] in ranks: the standard table of the sign test at 95 %
    [6, 1, 6],
    [8, 1, 8],
    [9, 2, 8],
    [12, 3, 10],
    [20, 6, 15],
    [25, 8, 18],
  ])("of %d values goes from rank %d to rank %d", (n, low, high) => {
    expect(medianInterval(upTo(n).toReversed())).toEqual({ low, high });
  });

  it("does not exist below six values", () => {
    expect(medianInterval(upTo(5))).toBeUndefined();
  });
});
