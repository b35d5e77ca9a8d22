import { describe, expect, it } from "vitest";
import { random } from "../../../core/random.ts";
import { chanceAbove, chanceBeyond } from "./chance.ts";
import { changeOf } from "./change.ts";
import { ERROR_SHARE } from "./holm.ts";
import { pairedShift } from "./shift.ts";

describe("the chance of values above a bound", () => {
  it.each([
    // [values, bound, chance], counted by hand
    [[1, 2, 3, 4], 0, 1 / 16], // all above
    [[-1, 2, 3, 4], 0, 2 / 16], // rank 1 below
    [[-2, 1, 3, 4], 0, 3 / 16], // rank 2 below
    [[-1, -2, -3, -4], 0, 1],
    [[11, 12, 13, 14], 10, 1 / 16],
    [[0, 2, 3, 4], 0, 2 / 16], // a zero counts as below
    [[-1, 1, 3, 4], 0, 3 / 16], // of two equal ones, the one below as the larger
    [[0, 0, 0, 0], 0, 1],
  ])("%j above %d is %d", (values, bound, chance) => {
    expect(chanceAbove(values, bound)).toBe(chance);
  });

  it.each([
    // Distances from the bound, whose signs are then all that chance decides
    [[1, 1, 1, 1, 1, 1, 1, 1]],
    [[0, 0, 0, 1, 1, 2, 2, 3]],
    [[0, 1, 2, 3, 4, 5, 6, 7]],
    [[1, 2, 2, 3, 3, 3, 5, 8]],
  ])("is never too small, whatever ties and zeros there are: %j", (distances) => {
    const cases = 2 ** distances.length;
    const chances = Array.from({ length: cases }, (_, signs) =>
      chanceAbove(
        distances.map((distance, i) => ((signs >> i) & 1 ? distance : -distance)),
        0,
      ),
    ).sort((a, b) => a - b);
    for (const [i, chance] of chances.entries()) {
      // Of all cases the i + 1 smallest are at most this: their share must be, too.
      if (chance !== chances[i + 1]) expect((i + 1) / cases).toBeLessThanOrEqual(chance);
    }
    expect(chances).toHaveLength(cases);
  });

  it("is below half of what an interval leaves out exactly when its lower end is above the bound", () => {
    const source = random(3, "chance test");
    const seen = new Set<boolean>();
    for (let run = 0; run < 500; run++) {
      // Whole numbers, so that ties, zeros and equality with the bound abound.
      const values = Array.from({ length: 6 + source.below(15) }, () => source.below(9) - 2);
      const above = pairedShift(values).low > 1;
      expect(chanceAbove(values, 1) < ERROR_SHARE).toBe(above);
      seen.add(above);
    }
    expect(seen.size).toBe(2);
  });
});

describe("the chance of a change beyond its limit", () => {
  const base = [100, 101, 99, 100, 102, 98, 100, 101];
  const times = (factor: number) => base.map((value, i) => value * factor * (1 + i / 1e4));

  it.each([
    // [head, limit, better, beyond]
    [times(1.06), { relative: 0.05, absolute: 0 }, "lower", true],
    [times(1.04), { relative: 0.05, absolute: 0 }, "lower", false],
    [times(0.9), { relative: 0.05, absolute: 0 }, "higher", true],
    [times(1.1), { relative: 0.05, absolute: 0 }, "higher", false],
    [times(1.06), { absolute: 5 }, "lower", true],
    [times(1.06), { absolute: 7 }, "lower", false],
  ] as const)("agrees with what is read of the pairs", (head, limit, better, beyond) => {
    expect(chanceBeyond({ base, head }, limit, better) < ERROR_SHARE).toBe(beyond);
    expect(changeOf({ base, head }, limit, better).surely).toBe(beyond);
  });
});
