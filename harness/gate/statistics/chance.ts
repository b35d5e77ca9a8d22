import type { ChangeLimit } from "../../../core/change-limit.ts";
import type { Pairs } from "./pairs.ts";
import { signedRankProbability } from "./signed-rank.ts";

/**
 * The one-sided p-value of the exact signed-rank test: how often chance alone would bring values as far above a
 * bound as these, if their distribution were symmetric about the bound.
 *
 * It counts the Walsh averages that are not above the bound; without ties their number has the signed-rank
 * distribution. Ties and zeros are kept, and an average that is equal to the bound counts against a change. That
 * makes the p-value too large then, never too small: any noise, however small, would break the ties and could only
 * lower the count. And it makes it the other side of `pairedShift`: the interval's lower end lies above the bound
 * exactly when this is less than half of what the interval leaves out.
 *
 * @param values one per pair, at least 1 and at most 52
 */
export function chanceAbove(values: readonly number[], bound: number): number {
  let notAbove = 0;
  for (let i = 0; i < values.length; i++) {
    for (let j = i; j < values.length; j++) {
      // As `pairedShift` has it, so that both round alike.
      if ((values[i]! + values[j]!) / 2 <= bound) notAbove++;
    }
  }
  return signedRankProbability(notAbove, values.length);
}

/**
 * How often chance alone would show a metric as much worse than its limit as these pairs do. Against the relative
 * limit where there is one, as in `changeOf`, whose interval it agrees with.
 */
export function chanceBeyond({ base, head }: Pairs, limit: ChangeLimit, better: "lower" | "higher"): number {
  const sign = better === "lower" ? 1 : -1;
  return limit.relative === undefined
    ? chanceAbove(
        head.map((value, i) => sign * (value - base[i]!)),
        limit.absolute,
      )
    : chanceAbove(
        head.map((value, i) => sign * Math.log(value / base[i]!)),
        Math.log1p(limit.relative),
      );
}
