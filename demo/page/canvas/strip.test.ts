import { expect, it } from "vitest";
import { Ring } from "../ring.ts";
import { longestShown, niceScale } from "./strip.ts";

it.each([
  [0, 20],
  [20, 20],
  [21, 50],
  [999, 1000],
  [1001, 2000],
  [60_000, 60_000],
])("holds %d ms in a scale of %d ms", (most, scale) => {
  expect(niceScale(most)).toBe(scale);
});

it("scales by the bars that are shown, not by those long gone", () => {
  const delays = new Ring(100);
  for (const delay of [5000, 10, 30, 20]) delays.push(delay);

  expect([longestShown(delays, 15), longestShown(delays, 20)]).toEqual([30, 5000]);
});
