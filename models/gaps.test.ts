import { expect, it } from "vitest";
import { meanOf } from "./distribution.ts";
import { waitParts } from "./gaps.ts";

it("an event waits half a gap, and with jitter j²/(3·gap) longer", () => {
  expect(meanOf(waitParts(1, 0, 250, 0))).toBe(125);
  expect(meanOf(waitParts(1, 0, 250, 30))).toBeCloseTo(125 + 900 / 750, 1);
});

it("the parts keep the weight they share", () => {
  const weights = waitParts(0.4, 7, 50, 20).map(({ weight }) => weight);
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(0.4, 12);
});
