import { describe, expect, it } from "vitest";
import { random } from "../../../core/random.ts";
import { pairedShift } from "./shift.ts";

describe("the shift of pairs", () => {
  it("is the median of the Walsh averages, its ends the averages that the test does not reject", () => {
    // Of 6 pairs the test rejects only what all lie on one side of: the interval is the smallest to the largest.
    expect(pairedShift([1, 2, 3, 4, 5, 9])).toEqual({
      estimate: 3.5,
      low: 1,
      high: 9,
      confidence: 1 - 2 / 64,
    });
  });

  it("keeps ties and zeros in", () => {
    expect(pairedShift([0, 0, 0, 0, 0, 0, 1])).toMatchObject({ estimate: 0, low: 0 });
  });

  it("says how sure it is where pairs are too few for what was asked", () => {
    expect(pairedShift([1, 2, 3, 4, 5]).confidence).toBe(1 - 2 / 32);
  });

  it("moves with the values and turns with their sign", () => {
    const values = [0.3, -1.2, 2.2, 0.8, 1.1, -0.1, 3.7, 0.2];
    const { estimate, low, high } = pairedShift(values);
    const moved = pairedShift(values.map((value) => value + 10));
    expect([moved.estimate, moved.low, moved.high]).toEqual(
      [estimate + 10, low + 10, high + 10].map((end) => expect.closeTo(end, 12)),
    );
    const turned = pairedShift(values.map((value) => -value));
    expect([turned.estimate, turned.low, turned.high]).toEqual(
      [-estimate, -high, -low].map((end) => expect.closeTo(end, 12)),
    );
  });

  it("holds the true shift as often as it says", () => {
    const source = random(1, "shift test");
    const runs = 2000;
    let held = 0;
    for (let run = 0; run < runs; run++) {
      const values = Array.from({ length: 12 }, () => 5 + source.uniform() - source.uniform());
      const { low, high } = pairedShift(values);
      if (low <= 5 && 5 <= high) held++;
    }
    // 95.75 % by the distribution; four standard errors of 2,000 runs are 1.8 %.
    expect(held / runs).toBeGreaterThan(0.9575 - 0.018);
    expect(held / runs).toBeLessThan(0.9575 + 0.018);
  });
});
