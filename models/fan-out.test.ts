import { expect, it } from "vitest";
import { type FanOut, meanAge, meanWait, sentWithin, waitWithin } from "./fan-out.ts";

const at = (busy: number): FanOut => ({ rate: busy / 10, roundMs: 10 });

it("nothing waits with the probability that the server is free, ρ having the rest", () => {
  for (const busy of [0.1, 0.5, 0.8]) expect(waitWithin(at(busy), 0)).toBeCloseTo(1 - busy, 12);
});

it("the waits' distribution has the mean that Pollaczek and Khinchine give", () => {
  for (const busy of [0.1, 0.5, 0.8]) {
    // E[wait] is the integral of what waits longer; 24 rounds hold all but e^−11 of it.
    let mean = 0;
    for (let t = 0.005; t < 240; t += 0.01) mean += 0.01 * (1 - waitWithin(at(busy), t));
    expect(mean / meanWait(at(busy))).toBeCloseTo(1, 3);
  }
});

it("a pair is sent within its wait and a uniform part of the round", () => {
  for (const limit of [3, 10, 25]) {
    let average = 0;
    for (let t = limit - 10 + 0.005; t < limit; t += 0.01) average += waitWithin(at(0.6), t) / 1000;
    expect(sentWithin(at(0.6), limit)).toBeCloseTo(average, 4);
  }
});

it("without a queue a pair is sent uniformly over the round, or at once", () => {
  expect(sentWithin({ rate: 1e-9, roundMs: 10 }, 2.5)).toBeCloseTo(0.25, 12);
  expect(sentWithin({ rate: 1, roundMs: 0 }, 0)).toBe(1);
});

it("the mean age is 1/λ and a round where the server is nearly idle, and 3.15 rounds at ρ = ½", () => {
  expect(meanAge({ rate: 1e-6, roundMs: 10 })).toBeCloseTo(1e6 + 10, 3);
  expect(meanAge(at(0.5)) / 10).toBeCloseTo(1.5 + Math.exp(0.5), 9);
});
