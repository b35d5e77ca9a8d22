import { describe, expect, it } from "vitest";
import { naturalLog, random, shuffled } from "./random.ts";

const take = (count: number, next: () => number): number[] => Array.from({ length: count }, next);

describe("random", () => {
  it("gives these numbers on every machine", () => {
    const source = random(1, "test", 2);
    expect(take(4, source.uint32)).toEqual(PINNED_WORDS);
  });

  it("gives the same numbers for the same seed, label and index", () => {
    const once = take(100, random(7, "a", 3).uint32);
    const again = take(100, random(7, "a", 3).uint32);
    expect(again).toEqual(once);
  });

  it.each([
    ["seed", random(8, "a", 3)],
    ["seed beyond 32 bits", random(7 + 2 ** 32, "a", 3)],
    ["label", random(7, "b", 3)],
    ["index", random(7, "a", 4)],
    ["index beyond 32 bits", random(7, "a", 3 + 2 ** 32)],
  ])("gives other numbers for another %s", (_what, other) => {
    const one = take(20, random(7, "a", 3).uint32);
    const another = take(20, other.uint32);
    expect(another.filter((word, i) => word === one[i])).toEqual([]);
  });

  it("is uniform in [0, 1): mean 1/2 and variance 1/12 within 5 sigma", () => {
    const n = 100_000;
    const values = take(n, random(1, "uniform").uniform);

    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    const { mean, variance } = moments(values);
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
    // The variance of a sample variance is (μ4 − σ⁴)/n, and μ4 of the uniform is 1/80.
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(5 * Math.sqrt((1 / 80 - 1 / 144) / n));
  });

  it("is exponential with mean 1: mean and variance within 5 sigma", () => {
    const n = 100_000;
    const values = take(n, random(1, "exponential").exponential);

    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    const { mean, variance } = moments(values);
    expect(Math.abs(mean - 1)).toBeLessThan(5 * Math.sqrt(1 / n));
    // μ4 of the exponential is 9.
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt((9 - 1) / n));
  });

  it("gives integers below a bound, each about as often", () => {
    const source = random(3, "below");
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) counts[source.below(6)]!++;
    // Each count is binomial with mean 10,000 and sigma 91.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * 91.3);
  });
});

describe("naturalLog", () => {
  it("agrees with Math.log to 1e-14 over (0, 1]", () => {
    const source = random(1, "logarithm");
    const uniform = take(20_000, source.uniform).filter((x) => x > 0);
    const tiny = take(2000, () => source.uniform() * 2 ** -source.below(1000));
    for (const x of [...uniform, ...tiny, 2 ** -53, 1 - 2 ** -53, Math.SQRT1_2, 0.5]) {
      const expected = Math.log(x);
      expect(Math.abs(naturalLog(x) - expected)).toBeLessThanOrEqual(1e-14 * Math.max(1, -expected));
    }
  });

  it("is exactly 0 at 1", () => {
    expect(naturalLog(1)).toBe(0);
  });
});

describe("shuffled", () => {
  it("is a permutation, the same for the same source", () => {
    const one = shuffled(100, random(1, "order"));
    const again = shuffled(100, random(1, "order"));

    expect([...one].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(again).toEqual(one);
    expect(shuffled(100, random(2, "order"))).not.toEqual(one);
  });

  it("puts every number at every place about as often", () => {
    const source = random(5, "orders");
    const counts = Array.from({ length: 9 }, () => 0);
    for (let i = 0; i < 9000; i++) {
      for (const [place, number] of shuffled(3, source).entries()) counts[3 * place + number]!++;
    }
    // Each count is binomial with mean 3,000 and sigma 44.7.
    for (const count of counts) expect(Math.abs(count - 3000)).toBeLessThan(5 * 44.8);
  });

  it.each([0, 1])("of %d has nothing to choose", (length) => {
    expect([...shuffled(length, random(1, "order"))]).toEqual(length === 0 ? [] : [0]);
  });
});

const PINNED_WORDS = [3110710224, 1135871009, 934179619, 2615083308];

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, variance };
}
