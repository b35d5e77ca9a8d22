import { describe, expect, it } from "vitest";
import { Gaps } from "./gaps.ts";
import { BURST_EVENTS, BURST_GAP_MS, DEMO_ARRIVALS } from "./protocol.ts";

const MS = 1e6;
const many = (arrivals: (typeof DEMO_ARRIVALS)[number], rate: number, count = 20_000): number[] => {
  const gaps = new Gaps(1);
  return Array.from({ length: count }, () => gaps.next({ arrivals, rate }));
};
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe("gaps between events", () => {
  it.each(DEMO_ARRIVALS.flatMap((arrivals) => [0.1, 2, 100].map((rate) => [arrivals, rate] as const)))(
    "keep the mean rate: %s, %d events/s",
    (arrivals, rate) => {
      const gaps = many(arrivals, rate);
      expect(mean(gaps) / (1e9 / rate)).toBeCloseTo(1, 1);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0);
    },
  );

  it("are all the same where they are periodic", () => {
    expect(new Set(many("periodic", 4, 50))).toEqual(new Set([250 * MS]));
  });

  it.each([
    // [rate, gap inside a burst in ms]
    [2, BURST_GAP_MS], // there is time enough
    [50, 4], // a fifth of the mean gap
  ])("come in bursts at %d events/s", (rate, within) => {
    const gaps = many("bursty", rate, 5 * BURST_EVENTS);
    const inside = gaps.filter((_, i) => i % BURST_EVENTS !== 0);
    for (const gap of inside) expect(gap).toBe(within * MS);
    // What lies between bursts is drawn, and no two draws are the same.
    expect(new Set(gaps.filter((_, i) => i % BURST_EVENTS === 0)).size).toBe(5);
  });

  it("are the same for the same seed, and others for another", () => {
    const drawn = (seed: number) => new Gaps(seed).next({ arrivals: "poisson", rate: 1 });
    expect(drawn(1)).toBe(drawn(1));
    expect(drawn(1)).not.toBe(drawn(2));
  });
});
