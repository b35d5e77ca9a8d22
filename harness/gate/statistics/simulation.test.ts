import { describe, expect, it } from "vitest";
import { METRICS, simulate } from "./testing/simulated-gate.ts";

/**
 * The gate's rates of error: 24 metrics with a limit of 5 %, pairs whose log-ratios are normally distributed. Each
 * rate is to lie within four standard errors of this many runs, and as much as the expected figure was rounded by.
 */
const RUNS = 1500;

const near = (expected: number, rounding = 0.005) => {
  const error = 4 * Math.sqrt((expected * (1 - expected)) / RUNS) + rounding;
  return {
    asymmetricMatch: (actual: unknown) => Math.abs((actual as number) - expected) <= error,
    toString: () => `${expected} ± ${error.toFixed(4)}`,
  };
};

describe("with pair noise of 6 %", () => {
  it("a run without a change is over at the first look, hardly ever inconclusive and never regressed", () => {
    expect(simulate({ change: 0, noise: 0.06, runs: RUNS })).toEqual({
      stoppedAtFirstLook: near(0.93),
      regressed: 0,
      caught: 0,
      inconclusive: near(0.003, 0.0005),
      // Simpler gates cry wolf. One pair that is more than 10 % slower: 1 − Φ(ln 1.1 / 0.06)^24.
      onePairSlower: near(0.7497, 0),
      // And one run of 6 % noise against a stored number, the mean of five such runs: that is the 84 % said of single
      // runs. Two runs whose difference has 6 % noise, the line above, come to 75 %.
      slowerThanStored: near(0.84),
      // At p < 0.05 the exact test of 12 pairs is wrong in 2.12 % of metrics on this side: 1 − 0.9788^24 = 40.2 %.
      significant: near(0.42),
      // Corrected, 2.5 % at most for the family; of 12 pairs 3/4,096 of metrics: 1.7 %.
      significantInFamily: near(1 - (1 - 3 / 4096) ** METRICS, 0),
    });
  });

  it("a change of 10 % is caught nine times in ten", () => {
    expect(simulate({ change: 0.1, noise: 0.06, runs: RUNS }).caught).toEqual(near(0.91));
  });

  it("a change as large as the limit passes: it is caught in 1 to 2 % of runs", () => {
    const { caught } = simulate({ change: 0.05, noise: 0.06, runs: RUNS });
    expect(caught).toEqual(near(0.015));
  });
});

it("with pair noise of 13 % most runs are inconclusive, and none cries wolf: few metrics, chosen well", () => {
  const { regressed, inconclusive } = simulate({ change: 0, noise: 0.13, runs: RUNS });
  expect(inconclusive).toEqual(near(0.69));
  expect(regressed).toBeLessThanOrEqual(0.002);
});
