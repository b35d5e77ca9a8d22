import { expect, test } from "vitest";
import { formatCount, formatFactor, formatNumber, formatPercent } from "./numbers.ts";

test.each([
  [0, "0"],
  [0.00412, "0.0041"],
  [0.0996, "0.10"], // rounds into the next class and not to 0.100
  [0.412, "0.41"],
  [9.996, "10.0"],
  [41.23, "41.2"],
  [99.96, "100"],
  [1209.6, "1,210"],
  [1_234_567, "1,234,567"],
  [-3.456, "-3.46"],
])("%f reads %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test("counts keep all their digits", () => {
  expect([7, 1000, 1234.5, -12_345].map(formatCount)).toEqual(["7", "1,000", "1,234.5", "-12,345"]);
});

test("factors and shares keep two digits where they are small", () => {
  expect([1.04, 5.23, 9.96, 1200].map(formatFactor)).toEqual(["1.0×", "5.2×", "10×", "1,200×"]);
  expect([0, 0.00069, 0.031, 0.755, 1].map(formatPercent)).toEqual(["0", "0.069", "3.1", "76", "100"]);
});
