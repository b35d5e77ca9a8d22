import { COLUMNS } from "./columns.ts";
import { ABSENT } from "./numbers.ts";
import type { Row } from "./rows.ts";
import { ranks } from "./ties.ts";

/** What a table puts beside a figure or a name. */
export interface Marks {
  readonly best: string;
  readonly tied: string;
  readonly invalid: string;
}

/** Explains the marks that the table of these rows uses, and only those. */
export function legendOf(rows: readonly Row[], marks: Marks): readonly string[] {
  const used = new Set(COLUMNS.flatMap(({ metric }) => [...ranks(rows, metric).values()]));
  const absent = rows.some((row) => COLUMNS.some(({ metric }) => row.metrics[metric] === undefined));
  const intervals = rows.some(({ metrics }) => metrics.latencyP50Ms?.low !== undefined);
  const tie = intervals ? "intervals overlap" : "less than a factor of 2 apart";
  return [
    ...(used.has("best") ? [`${marks.best} best`] : []),
    ...(used.has("tied") ? [`${marks.tied} tied at the top: ${tie}`] : []),
    ...(rows.some(({ status }) => status === "invalid")
      ? [`${marks.invalid} invalid: it measured the harness, and is not compared`]
      : []),
    ...(absent ? [`${ABSENT} not measured`] : []),
  ];
}
