import type { ChangeLimit } from "../../../core/change-limit.ts";
import { median } from "../../median.ts";
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
 */
export function changeOf({ base, head }: Pairs, limit: ChangeLimit, better: "lower" | "higher"): Change {
  const sign = better === "lower" ? 1 : -1;
  const absolute = pairedShift(head.map((value, i) => sign * (value - base[i]!)));
  const beyondAbsolute = absolute.estimate > limit.absolute;
  const shared = { pairs: base.length, absolute: plain(absolute) };
  if (limit.relative === undefined) {
    return {
      ...shared,
      resolvable: limit.absolute + (absolute.estimate - absolute.low),
      beyond: beyondAbsolute,
      surely: absolute.low > limit.absolute,
    };
  }
  const logs = pairedShift(head.map((value, i) => sign * Math.log(value / base[i]!)));
  const bound = Math.log1p(limit.relative);
  return {
    ...shared,
    relative: {
      estimate: Math.expm1(logs.estimate),
      low: Math.expm1(logs.low),
      high: Math.expm1(logs.high),
    },
    // Both limits have to be passed, so that a small base makes the absolute one count.
    resolvable: Math.max(
      Math.expm1(bound + (logs.estimate - logs.low)),
      limit.absolute / Math.abs(median(base)),
    ),
    beyond: logs.estimate > bound && beyondAbsolute,
    surely: logs.low > bound && beyondAbsolute,
  };
}

const plain = ({ estimate, low, high }: { estimate: number; low: number; high: number }) => ({
  estimate,
  low,
  high,
});
