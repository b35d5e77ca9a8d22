import { describe, expect, it } from "vitest";
import { random } from "../core/random.ts";
import { maxOf, meanOf, type Part, quantileOf, shareWithin } from "./distribution.ts";

const atom = (weight: number, atMs: number): Part => ({ weight, atMs, spansMs: [] });

describe("one part", () => {
  it("is a moment when it has no span", () => {
    const parts = [atom(1, 5)];
    expect([shareWithin(parts, 4.999), shareWithin(parts, 5)]).toEqual([0, 1]);
    expect([meanOf(parts), maxOf(parts), quantileOf(parts, 0.01), quantileOf(parts, 1)]).toEqual([
      5, 5, 5, 5,
    ]);
  });

  it("is uniform with one span, a triangle with two alike, symmetric always", () => {
    const uniform = [{ weight: 1, atMs: 10, spansMs: [4] }];
    expect(shareWithin(uniform, 11)).toBeCloseTo(0.25, 12);
    const triangle = [{ weight: 1, atMs: 10, spansMs: [2, 2] }];
    expect(shareWithin(triangle, 11)).toBeCloseTo(0.125, 12);
    const three = [{ weight: 1, atMs: 0, spansMs: [1, 10, 3] }];
    expect(shareWithin(three, 7)).toBeCloseTo(0.5, 12);
    expect(shareWithin(three, 5) + shareWithin(three, 9)).toBeCloseTo(1, 12);
  });

  it("agrees with drawn sums of spans that differ widely", () => {
    const spans = [1000, 7, 0.4];
    const source = random(1, "sums");
    const draws = Array.from({ length: 20_000 }, () =>
      spans.reduce((sum, w) => sum + w * source.uniform(), 0),
    );
    for (const q of [0.001, 0.5, 0.99, 0.999]) {
      const limit = quantileOf([{ weight: 1, atMs: 0, spansMs: spans }], q);
      const share = draws.filter((draw) => draw <= limit).length / draws.length;
      expect(Math.abs(share - q)).toBeLessThan(4 * Math.sqrt((q * (1 - q)) / draws.length));
    }
  });

  it("keeps its digits beside a span that is next to nothing", () => {
    const parts = [{ weight: 1, atMs: 0, spansMs: [1000, 1e-9] }];
    expect(quantileOf(parts, 0.25)).toBeCloseTo(250, 6);
  });
});

it("a mixture's quantile jumps where a moment has weight", () => {
  const parts = [atom(0.6, 25), { weight: 0.4, atMs: 25, spansMs: [50] }];
  expect(quantileOf(parts, 0.6)).toBe(25);
  expect(quantileOf(parts, 0.8)).toBeCloseTo(50, 9);
  expect(meanOf(parts)).toBeCloseTo(35, 12);
});
