import type { ChangeLimit } from "../../../core/change-limit.ts";
import { median } from "../../median.ts";
import { ERROR_SHARE } from "./holm.ts";
import type { Pairs } from "./pairs.ts";
import { pairedShift } from "./shift.ts";

/** How one metric changed from base to head over some pairs; positive is worse. */
export interface Change {
  readonly pairs: number;
  /** Share of the base's value; absent for a metric that is compared by differences. */
  readonly relative?: { readonly estimate: number; readonly low: number; readonly high: number };
  /** In the metric's unit. */
  readonly absolute: { readonly estimate: number; readonly low: number; readonly high: number };
  /** The smallest change, in what the limit is in, that these pairs would have shown to be beyond it. */
  readonly resolvable: number;
  /** Whether the estimate lies beyond every limit. */
  readonly beyond: boolean;
  /** Whether the whole interval does. */
  readonly surely: boolean;
}

/**
 * Reads one metric's pairs against its limit. Where the limit is relative, log-ratios are compared, so that
 * twice as much and half as much are equally far; where it is only absolute, differences.
 *
 * @param better which way the metric is good: what is worse counts as positive
 * @param tests how many metrics share the chance of a false alarm: what can be shown is less by that
 */
export function changeOf(
  { base, head }: Pairs,
  limit: ChangeLimit,
  better: "lower" | "higher",
  tests = 1,
): Change {
  const sign = better === "lower" ? 1 : -1;
  const differences = head.map((value, i) => sign * (value - base[i]!));
  const absolute = pairedShift(differences);
  const beyondAbsolute = absolute.estimate > limit.absolute;
  const shared = { pairs: base.length, absolute: plain(absolute) };
  if (limit.relative === undefined) {
    return {
      ...shared,
      resolvable: limit.absolute + reach(differences, tests),
      beyond: beyondAbsolute,
      surely: absolute.low > limit.absolute,
    };
  }
  const ratios = head.map((value, i) => sign * Math.log(value / base[i]!));
  const logs = pairedShift(ratios);
  const bound = Math.log1p(limit.relative);
  return {
    ...shared,
    relative: {
      estimate: Math.expm1(logs.estimate),
      low: Math.expm1(logs.low),
      high: Math.expm1(logs.high),
    },
    // Both limits have to be passed, so that a small base makes the absolute one count.
    resolvable: Math.max(Math.expm1(bound + reach(ratios, tests)), limit.absolute / Math.abs(median(base))),
    beyond: logs.estimate > bound && beyondAbsolute,
    surely: logs.low > bound && beyondAbsolute,
  };
}

/** How far chance could have brought the estimate up, in one of so many tests. */
function reach(values: readonly number[], tests: number): number {
  const { estimate, low } = pairedShift(values, 1 - (2 * ERROR_SHARE) / tests);
  return estimate - low;
}

const plain = ({ estimate, low, high }: { estimate: number; low: number; high: number }) => ({
  estimate,
  low,
  high,
});
