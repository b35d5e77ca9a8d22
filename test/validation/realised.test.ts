import { describe, expect, it } from "vitest";
import { polledSchedule } from "./realised.ts";

const every = (period: number, to: number) => Array.from({ length: to / period }, (_, i) => i * period);

describe("a polled schedule", () => {
  it("has the closed forms' means where events and polls are regular", () => {
    // Polls every 100, events every 1000: nine answers of ten are empty.
    const { emptyShare, ageMs, peakMs } = polledSchedule(every(1000, 100_000), 100, [10_000, 90_000], 5);
    expect(emptyShare).toBeCloseTo(0.9, 3);
    // An event is 5 to 105 old when it arrives, and 1000 older when the next one does.
    expect(ageMs).toBeCloseTo(55 + 500, 0);
    expect(peakMs).toBeCloseTo(55 + 1000, 0);
  });

  it("knows how much clients differ: none where each sees the same, much where phases decide", () => {
    expect(polledSchedule(every(100, 10_000), 100, [1000, 9000], 0).emptyShareDeviation).toBe(0);
    // Two events within one half of each interval's length: who polls between them gets both by two answers.
    const pairs = every(1000, 20_000).flatMap((due) => [due, due + 50]);
    expect(polledSchedule(pairs, 100, [1000, 19_000], 0).emptyShareDeviation).toBeGreaterThan(0.03);
  });
});
