import type { Comparison, ComparisonRow } from "../../core/comparison.ts";
import { formatNumber, formatPercent } from "../numbers.ts";
import { subjectOf } from "./account.ts";
import { changeText, leadingKind, limitText, resolvableText, unitWord } from "./figures.ts";

/** The largest change that head against head could not rule out: `2.4 %`, `0.3 ms`. */
export function noiseFloorText(row: ComparisonRow): string | undefined {
  const kind = leadingKind(row);
  const change = kind === undefined ? undefined : row[kind];
  if (kind === undefined || change === undefined) return undefined;
  const { estimate, low = estimate, high = estimate } = change;
  const floor = Math.max(Math.abs(low), Math.abs(high));
  return kind === "relative"
    ? `${formatPercent(floor)} %`
    : `${formatNumber(floor)} ${unitWord(row.unit)}`.trimEnd();
}

/** Whether chance alone could be beyond a row's limits: whoever keeps to them would be told of nothing else. */
export function limitBelowNoise(row: ComparisonRow): boolean {
  const chance = chanceOf(row);
  const { limit, base } = row;
  if (chance === undefined || limit?.absolute === undefined || row.resolvable === undefined) return false;
  if (limit.relative === undefined) return chance > limit.absolute;
  // Both limits have to be passed.
  const absolute = base === undefined || base === 0 ? 0 : limit.absolute / Math.abs(base);
  return chance > Math.max(limit.relative, absolute);
}

/** The metrics whose limit is too small for this machine, in sentences. */
export function noiseWarnings({ rows }: Comparison): readonly string[] {
  return rows.filter(limitBelowNoise).map((row) => {
    const chance = changeText(leadingKind(row)!, chanceOf(row)!, row).replace(/^\+/, "");
    return `${subjectOf(row)}: chance alone is up to ${chance}, beyond the limit of ${limitText(row)}, so that only changes from ${resolvableText(row)} on would be seen; use more pairs, a quieter machine or a wider limit`;
  });
}

/** How much of a change for the worse is within the interval's reach: what chance could add to none. */
function chanceOf(row: ComparisonRow): number | undefined {
  const kind = leadingKind(row);
  const change = kind === undefined ? undefined : row[kind];
  return change?.low === undefined ? undefined : change.estimate - change.low;
}
