import { describe, expect, it } from "vitest";
import { fewestPairsIn, holm } from "./holm.ts";
import { FEWEST_PAIRS } from "./looks.ts";
import reference from "./testing/reference.json" with { type: "json" };

describe("p-values of a family", () => {
  it.each(reference.holm)("of $chances.length are raised as R raises them", ({ chances, adjusted }) => {
    expect(holm(chances)).toEqual(adjusted.map((value) => expect.closeTo(value, 14)));
  });

  it("are raised alike whatever their order", () => {
    const chances = [0.04, 0.001, 0.2, 0.012];
    expect(holm(chances.toReversed())).toEqual(holm(chances).toReversed());
  });

  it("may be none", () => {
    expect(holm([])).toEqual([]);
  });
});

it.each([
  // [tests, pairs]
  [1, FEWEST_PAIRS],
  [2, 7],
  [24, 10], // 24 of 1,024 are 2.3 %
  [25, 10],
  [26, 11],
])("in a family of %d the fewest pairs that could fail are %d", (family, pairs) => {
  expect(fewestPairsIn(family)).toBe(pairs);
});
