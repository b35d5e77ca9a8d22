import type { ComparisonRow } from "../../core/comparison.ts";
import { METRIC_NAMES, METRICS, type MetricName, type MetricValues } from "../../core/metrics.ts";
import type { ResultCell } from "../../core/result.ts";
import { median } from "../median.ts";
import { quantity, share } from "./words.ts";

/** The metrics that gate on any machine, by one run: what follows from the stream and the protocol, and counts. */
export const COUNTED_METRICS: readonly MetricName[] = METRIC_NAMES.filter((name) =>
  ["exact", "counted"].includes(METRICS[name].class),
);

/** What rounding may do to an exact value. */
const ROUNDING = 1e-9;

/** What must never happen is added up: a build that does it in every cell is worse than one that did it once. */
const SUMMED: readonly MetricName[] = [
  "eventsLost",
  "eventsDuplicated",
  "eventsReordered",
  "eventsCorrupted",
];

/**
 * What one build showed of its exact and counted metrics over some cells: of losses and the like the sum, of other
 * exact ones the worst, because once is once too often; of counted ones the median. A metric that fewer than half of
 * the cells have is left out unless `anywhere`: what chance brought into one cell is no property of the build.
 */
export function countedValues(cells: readonly ResultCell[], anywhere = false): MetricValues {
  const found = COUNTED_METRICS.flatMap((name) => {
    const values = cells.flatMap(({ metrics }) => metrics[name] ?? []);
    if (values.length === 0 || (!anywhere && values.length < cells.length / 2)) return [];
    return [[name, together(values, name)] as const];
  });
  return Object.fromEntries(found);
}

function together(values: readonly number[], name: MetricName): number {
  if (SUMMED.includes(name)) return values.reduce((sum, value) => sum + value, 0);
  return METRICS[name].class === "exact" ? worst(values, name) : median(values);
}

function worst(values: readonly number[], name: MetricName): number {
  return METRICS[name].better === "higher" ? Math.min(...values) : Math.max(...values);
}

/** By how much a metric may differ between two runs of the same thing. */
export function toleranceOf(name: MetricName, base: number): number {
  const { tolerance } = METRICS[name];
  return tolerance === undefined ? 0 : Math.max(tolerance.absolute, tolerance.relative * Math.abs(base));
}

export interface CountedSides {
  /** What the base showed, or what a baseline holds. */
  readonly base: MetricValues;
  /** What the head showed in any of its cells. */
  readonly head: MetricValues;
}

/**
 * One row per exact or counted metric that either side has. A metric that the base has and the head has not is
 * `missing`, which fails: what is not measured any more is not kept either.
 */
export function countedRows(id: string, { base, head }: CountedSides): ComparisonRow[] {
  return COUNTED_METRICS.flatMap((metric) => {
    const [was, is] = [base[metric], head[metric]];
    return was === undefined && is === undefined ? [] : [rowOf(id, metric, was, is)];
  });
}

function rowOf(
  id: string,
  metric: MetricName,
  was: number | undefined,
  is: number | undefined,
): ComparisonRow {
  const { unit, better, class: metricClass } = METRICS[metric];
  const shared = { id, metric, unit, class: metricClass, better };
  if (was === undefined) {
    const message = `${id}.${metric} is new: ${quantity(is!, metric)}`;
    return { ...shared, head: is!, outcome: "new", message };
  }
  if (is === undefined) return missingRow(id, metric, was);
  const tolerance = toleranceOf(metric, was);
  // Where neither way is better any difference is one too many.
  const worse = better === "none" ? Math.abs(is - was) : better === "lower" ? is - was : was - is;
  const slack = tolerance + ROUNDING * Math.max(1, Math.abs(was));
  const outcome = worse > slack ? "regressed" : worse < -slack ? "improved" : "ok";
  return {
    ...shared,
    base: was,
    head: is,
    ...(was === 0 ? {} : { relative: { estimate: worse / Math.abs(was) } }),
    absolute: { estimate: worse },
    limit: { absolute: tolerance },
    outcome,
    message: sentence(id, metric, was, is, tolerance),
  };
}

/** The row of a metric that the base has and the head has not. */
export function missingRow(id: string, metric: MetricName, was: number): ComparisonRow {
  const { unit, better, class: metricClass } = METRICS[metric];
  const message = `${id}.${metric} is missing: it was ${quantity(was, metric)} and is not measured any more`;
  return { id, metric, unit, class: metricClass, better, base: was, outcome: "missing", message };
}

function sentence(id: string, metric: MetricName, was: number, is: number, tolerance: number): string {
  const name = `${id}.${metric}`;
  if (was === is) return `${name} is ${quantity(is, metric)} as before`;
  const change = is - was;
  const by = `${change > 0 ? "+" : "−"}${quantity(Math.abs(change), metric)}`;
  const relative = was === 0 ? "" : `, ${change > 0 ? "+" : ""}${share(change / Math.abs(was))}`;
  const allowed =
    METRICS[metric].class === "exact" ? "exact: no tolerance" : `tolerance ${quantity(tolerance, metric)}`;
  return `${name} is ${quantity(is, metric)} instead of ${quantity(was, metric)} (${by}${relative}; ${allowed})`;
}
