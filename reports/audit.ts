import type { MetricName } from "../core/metrics.ts";
import type { Row } from "./rows.ts";

/** What became of the deliveries due in a row's cells, added up over its blocks. */
export interface Audit {
  readonly expected: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly reordered: number;
  readonly corrupted: number;
}

/** What can go wrong with a delivery, and how a sentence says it. */
export const DEFECTS = [
  { field: "lost", metric: "eventsLost", verb: "lost" },
  { field: "duplicated", metric: "eventsDuplicated", verb: "repeated" },
  { field: "reordered", metric: "eventsReordered", verb: "reordered" },
  { field: "corrupted", metric: "eventsCorrupted", verb: "altered" },
] as const satisfies readonly { field: keyof Audit; metric: MetricName; verb: string }[];

/**
 * Adds up the audits of a row's cells: a median over blocks would hide a loss in one of them. `undefined`
 * where nothing was audited.
 */
export function audit(row: Row): Audit | undefined {
  const audited = row.cells.filter((cell) => cell.metrics.eventsExpected !== undefined);
  if (audited.length === 0) return undefined;
  const sum = (metric: MetricName): number =>
    audited.reduce((total, cell) => total + (cell.metrics[metric] ?? 0), 0);
  return {
    expected: sum("eventsExpected"),
    lost: sum("eventsLost"),
    duplicated: sum("eventsDuplicated"),
    reordered: sum("eventsReordered"),
    corrupted: sum("eventsCorrupted"),
  };
}

/** Whether every delivery of a row arrived once, in order and unaltered; `undefined` where nothing was audited. */
export function intact(row: Row): boolean | undefined {
  const found = audit(row);
  return found && DEFECTS.every(({ field }) => found[field] === 0);
}
