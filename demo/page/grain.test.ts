import { expect, it } from "vitest";
import { grainOf } from "./grain.ts";

it("finds the step of a coarse clock", () => {
  let reads = 0;

  expect(grainOf(() => Math.floor(reads++ / 7) * 0.125, 1000)).toBe(0.125);
});

it("does not make up a step of a clock that stands still", () => {
  expect(grainOf(() => 5, 100)).toBe(0);
});
