import type { Comparison, ComparisonRow } from "../../core/comparison.ts";
import { formatNumber, formatPercent } from "../numbers.ts";
import { subjectOf } from "./account.ts";
import { changeText, leadingKind, limitText, resolvableKind, resolvableText, unitWord } from "./figures.ts";

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

/** Whether a limit asks for less than this machine can tell. */
export function limitBelowNoise(row: ComparisonRow): boolean {
  const limit = resolvableKind(row) === "relative" ? row.limit?.relative : row.limit?.absolute;
  return limit !== undefined && row.resolvable !== undefined && limit < row.resolvable;
}

/** The metrics whose limit is too small for this machine, in sentences. */
export function noiseWarnings({ rows }: Comparison): readonly string[] {
  return rows.filter(limitBelowNoise).map((row) => {
    const kind = leadingKind(row);
    const seen = kind === undefined ? "" : `, ${changeText(kind, row[kind]!.estimate, row)} seen`;
    return `${subjectOf(row)}: the limit of ${limitText(row)} lies below the ${resolvableText(row)} that this machine can tell${seen}; use more pairs, a quieter machine or a wider limit`;
  });
}
