import { METRICS, type MetricName } from "../core/metrics.ts";
import type { Figure, Row } from "./rows.ts";

/** Without intervals (fewer than six blocks) only a difference of this factor is claimed of a time. */
export const CLEAR_FACTOR = 2;

/**
 * Whether two figures of one metric may be called different. Exact metrics follow from the protocol, so any
 * difference counts. Counted ones have to differ by more than their tolerance, and times by their intervals where
 * both have one, else by a factor of two. Intervals that overlap always forbid a claim.
 */
export function differ(metric: MetricName, a: Figure, b: Figure): boolean {
  const { class: kind, tolerance } = METRICS[metric];
  if (kind === "exact") return a.value !== b.value;
  const [less, more] = a.value < b.value ? [a, b] : [b, a];
  const bounded = less.high !== undefined && more.low !== undefined;
  if (bounded && less.high >= more.low) return false;
  if (tolerance !== undefined) {
    const allowed = Math.max(tolerance.absolute, tolerance.relative * Math.abs(less.value));
    return more.value - less.value > allowed;
  }
  if (bounded) return true;
  return less.value <= 0 ? more.value > less.value : more.value >= CLEAR_FACTOR * less.value;
}

/** A row that has the metric in question, with its figure. */
export interface Standing {
  readonly row: Row;
  readonly figure: Figure;
}

/** The valid rows that have a metric, best first. */
export function standings(rows: readonly Row[], metric: MetricName): readonly Standing[] {
  const sign = METRICS[metric].better === "higher" ? -1 : 1;
  return rows
    .flatMap((row) => {
      const figure = row.metrics[metric];
      return row.status === "valid" && figure !== undefined ? [{ row, figure }] : [];
    })
    .sort((a, b) => sign * (a.figure.value - b.figure.value));
}

/**
 * The same in groups, best group first. The first holds every row that ties with the best one, also where another
 * that does not lies between them: intervals overlap as they like. Each further group holds the rows that tie with its
 * first.
 */
export function tieGroups(rows: readonly Row[], metric: MetricName): readonly (readonly Standing[])[] {
  const all = standings(rows, metric);
  const [best] = all;
  if (best === undefined) return [];
  const tiesWithBest = (one: Standing): boolean => one === best || !differ(metric, best.figure, one.figure);
  const groups: Standing[][] = [all.filter(tiesWithBest)];
  for (const standing of all.filter((one) => !tiesWithBest(one))) {
    const group = groups.at(-1);
    if (groups.length > 1 && group !== undefined && !differ(metric, group[0]!.figure, standing.figure))
      group.push(standing);
    else groups.push([standing]);
  }
  return groups;
}

/** How a row stands in a column: alone at the top, tied there, or neither. */
export type Rank = "best" | "tied" | "none";

/** The rank of every row in one metric; all `none` where there is nothing to compare. */
export function ranks(rows: readonly Row[], metric: MetricName): ReadonlyMap<Row, Rank> {
  const groups = tieGroups(rows, metric);
  const top = groups[0] ?? [];
  const compared = groups.flat().length > 1 && METRICS[metric].better !== "none";
  const trivial = METRICS[metric].class === "exact" && groups.length < 2;
  if (!compared || trivial) return new Map(rows.map((row) => [row, "none"]));
  const rank: Rank = top.length === 1 ? "best" : "tied";
  const leaders = new Set(top.map(({ row }) => row));
  return new Map(rows.map((row) => [row, leaders.has(row) ? rank : "none"]));
}
