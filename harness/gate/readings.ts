import type { ChangeLimit, NamedChangeLimit } from "../../core/change-limit.ts";
import { METRICS, type MetricName } from "../../core/metrics.ts";
import { median } from "../median.ts";
import { type CellPair, pairsOf } from "./cell-pair.ts";
import type { EntryPairs, GatedMetric } from "./family.ts";
import { changeLimitOf } from "./limits.ts";
import { chanceBeyond } from "./statistics/chance.ts";
import { type Change, changeOf } from "./statistics/change.ts";
import { ERROR_SHARE, holm } from "./statistics/holm.ts";
import { FEWEST_PAIRS, type Standing, standingOf } from "./statistics/looks.ts";
import type { Pairs } from "./statistics/pairs.ts";

/** What the pairs so far say of one judged metric. */
export interface Reading extends GatedMetric {
  /** As it is held: a share of what can be zero is one of the base's median. */
  readonly limit: ChangeLimit;
  readonly change: Change;
  readonly standing: Standing;
}

export interface ReadingSettings {
  /** What was set besides the defaults. */
  readonly limits: readonly NamedChangeLimit[];
  /** Whether a false alarm anywhere in the family, not in one metric, is what has to be rare (Holm). */
  readonly strictFamily: boolean;
}

/** Reads every judged metric's pairs. */
export function readFamily(
  entries: readonly EntryPairs[],
  gated: readonly GatedMetric[],
  { limits, strictFamily }: ReadingSettings,
): Reading[] {
  const found = gated.map(({ entry, metric }) => {
    const { pairs = [] } = entries.find(({ id }) => id === entry) ?? {};
    const both = pairsOf(pairs, metric);
    return { entry, metric, limit: usable(changeLimitOf(limits, entry, metric), both), pairs: both };
  });
  const chances = strictFamily
    ? holm(found.map(({ pairs, limit, metric }) => chanceBeyond(pairs, limit, better(metric))))
    : undefined;
  return found.map(({ pairs, ...named }, i) => {
    const read = changeOf(pairs, named.limit, better(named.metric), strictFamily ? found.length : 1);
    const surely = chances === undefined ? read.surely : read.beyond && chances[i]! < ERROR_SHARE;
    const judged = { ...read, surely };
    return { ...named, change: judged, standing: standingOf(judged) };
  });
}

/** What fresh pairs alone say of a metric that was suspected; `undefined` where they are too few to say anything. */
export function confirmationOf({ metric, limit }: Reading, fresh: readonly CellPair[]): Change | undefined {
  const pairs = pairsOf(fresh, metric);
  return pairs.base.length < FEWEST_PAIRS ? undefined : change(pairs, limit, metric);
}

/** How a metric that is not judged changed, for who wants to know; `undefined` where no pair has it. */
export function changeToReport(pairs: readonly CellPair[], metric: MetricName): Change | undefined {
  const both = pairsOf(pairs, metric);
  return both.base.length === 0 ? undefined : change(both, { relative: 0, absolute: 0 }, metric);
}

function change(pairs: Pairs, limit: ChangeLimit, metric: MetricName): Change {
  return changeOf(pairs, usable(limit, pairs), better(metric));
}

/** Where a value is zero or less there is no ratio to it: the share is then one of the base's median. */
function usable(limit: ChangeLimit, { base, head }: Pairs): ChangeLimit {
  if (base.length === 0 || [...base, ...head].every((value) => value > 0)) return limit;
  return { absolute: Math.max(limit.absolute, (limit.relative ?? 0) * Math.abs(median(base))) };
}

const better = (metric: MetricName): "lower" | "higher" =>
  METRICS[metric].better === "higher" ? "higher" : "lower";
