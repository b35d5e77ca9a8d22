import type { Comparison, ComparisonRow } from "../../core/comparison.ts";
import { leadingKind } from "./figures.ts";

/** A figure of the head for tools that keep histories. */
export interface Measured {
  readonly row: ComparisonRow;
  readonly value: number;
  /** The base's value moved by the ends of the change's interval, wide enough to hold `value`. */
  readonly low?: number;
  readonly high?: number;
}

/** What the head measured, each metric of an entry once; nothing of a run that decides nothing. */
export function measuredIn({ rows, run, outcome }: Comparison): readonly Measured[] {
  if (run.aborted || outcome === "invalid") return [];
  const first = new Map<string, Measured>();
  const measured = rows.filter(({ class: kind }) => kind !== "threshold");
  for (const row of [...measured, ...rows]) {
    const key = JSON.stringify([row.id, row.metric]);
    if (row.head !== undefined && !first.has(key)) {
      first.set(key, { row, value: row.head, ...boundsOf(row, row.head) });
    }
  }
  return [...first.values()];
}

function boundsOf(row: ComparisonRow, value: number): { low: number; high: number } | undefined {
  const kind = leadingKind(row);
  const change = kind === undefined ? undefined : row[kind];
  if (row.base === undefined || change?.low === undefined || change.high === undefined) return undefined;
  // Positive is worse: where higher is better, worse is lower.
  const sign = row.better === "higher" ? -1 : 1;
  const unit = kind === "relative" ? Math.abs(row.base) : 1;
  const ends = [change.low, change.high].map((end) => row.base! + sign * unit * end);
  return { low: Math.min(value, ...ends), high: Math.max(value, ...ends) };
}
