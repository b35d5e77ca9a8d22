import { METRICS, type MetricClass } from "../core/metrics.ts";
import { hasIntervals } from "./certainty.ts";
import { COLUMNS } from "./columns.ts";
import { ABSENT } from "./numbers.ts";
import type { Row } from "./rows.ts";
import { CLEAR_FACTOR, ranks } from "./ties.ts";

/** What a table puts beside a figure or a name. */
export interface Marks {
  readonly best: string;
  readonly tied: string;
  readonly invalid: string;
}

/** Explains the marks that the table of these rows uses, and only those. */
export function legendOf(rows: readonly Row[], marks: Marks): readonly string[] {
  const ranked = COLUMNS.map(({ metric }) => ({ metric, found: new Set(ranks(rows, metric).values()) }));
  const used = new Set(ranked.flatMap(({ found }) => [...found]));
  const tied = new Set(
    ranked.flatMap(({ metric, found }) => (found.has("tied") ? METRICS[metric].class : [])),
  );
  const absent = rows.some((row) => COLUMNS.some(({ metric }) => row.metrics[metric] === undefined));
  return [
    ...(used.has("best") ? [`${marks.best} best`] : []),
    ...(used.has("tied") ? [`${marks.tied} tied at the top: ${tieWords(rows, tied)}`] : []),
    ...(rows.some(({ status }) => status === "invalid")
      ? [`${marks.invalid} invalid: it measured the harness, and is not compared`]
      : []),
    ...(absent ? [`${ABSENT} not measured`] : []),
  ];
}

/** When two figures tie, for the classes of metrics in which any do. */
function tieWords(rows: readonly Row[], tied: ReadonlySet<MetricClass>): string {
  if (hasIntervals(rows)) return "intervals overlap";
  const times = `less than a factor of ${CLEAR_FACTOR} apart`;
  if (!tied.has("counted")) return times;
  return tied.has("timing") ? `times ${times}, counts within their tolerance` : "within their tolerance";
}
