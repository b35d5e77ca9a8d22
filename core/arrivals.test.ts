import { describe, expect, it } from "vitest";
import { dueTimes } from "./arrivals.ts";
import { NANOS_PER_SECOND } from "./units.ts";

const second = NANOS_PER_SECOND;

describe("periodic arrivals", () => {
  it.each([
    [4, 1 * second, [0, 250_000_000, 500_000_000, 750_000_000]], // the end of the span is outside
    [4, 1 * second + 1, [0, 250_000_000, 500_000_000, 750_000_000, 1_000_000_000]], // just inside
    [3, 1 * second, [0, 333_333_333, 666_666_667]], // each rounded by itself: no error adds up
    [0.5, 1 * second, [0]], // fewer than one a span
    [4, 0, []], // an empty span
  ])("at %d a second over %d ns are due at k/rate", (rate, span, expected) => {
    expect([...dueTimes({ arrivals: "periodic", rate, seed: 1, span })]).toEqual(expected);
  });

  it("stay exact after a million events", () => {
    const due = dueTimes({ arrivals: "periodic", rate: 3, seed: 1, span: 333_334 * second });
    expect(due[999_999]).toBe(333_333 * second);
  });

  it("do not depend on the seed", () => {
    const one = dueTimes({ arrivals: "periodic", rate: 7, seed: 1, span: second });
    const two = dueTimes({ arrivals: "periodic", rate: 7, seed: 2, span: second });
    expect(two).toEqual(one);
  });
});

describe("poisson arrivals", () => {
  const rate = 100;
  const span = 1000 * second;
  const due = dueTimes({ arrivals: "poisson", rate, seed: 1, span });

  it("are whole nanoseconds, ascending, inside the span", () => {
    expect(due.every((at) => Number.isInteger(at) && at >= 0 && at < span)).toBe(true);
    expect(due).toEqual(due.toSorted());
  });

  it("have gaps of mean 1/rate and variance 1/rate² within 5 sigma", () => {
    const gaps = [...due].map((at, i) => ((at - (due[i - 1] ?? 0)) * rate) / second);
    const n = gaps.length;
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / n;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / n;

    expect(Math.abs(mean - 1)).toBeLessThan(5 / Math.sqrt(n));
    // The variance of a sample variance is (μ4 − σ⁴)/n, and μ4 of the exponential is 9.
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(8 / n));
  });

  it("count as many in a second as a Poisson variable: mean and variance within 5 sigma", () => {
    const counts = new Array<number>(1000).fill(0);
    for (const at of due) counts[Math.floor(at / second)]!++;
    const mean = counts.reduce((sum, count) => sum + count, 0) / 1000;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / 1000;

    expect(Math.abs(mean - rate)).toBeLessThan(5 * Math.sqrt(rate / 1000));
    // μ4 of a Poisson variable is λ + 3λ².
    expect(Math.abs(variance - rate)).toBeLessThan(5 * Math.sqrt((rate + 2 * rate ** 2) / 1000));
  });

  it("differ from seed to seed, and a longer span only adds to a shorter one", () => {
    const shorter = dueTimes({ arrivals: "poisson", rate, seed: 1, span: second });
    const other = dueTimes({ arrivals: "poisson", rate, seed: 2, span: second });

    expect(due.slice(0, shorter.length)).toEqual(shorter);
    expect(other).not.toEqual(shorter);
  });
});
