import type { Milliseconds } from "../../core/units.ts";

/** Many measurements of one span, in few figures. */
export interface Spread {
  /** How many were measured. */
  readonly count: number;
  readonly p50Ms: Milliseconds;
  readonly p99Ms: Milliseconds;
}

/** The median and the 99th percentile of spans, by nearest rank; `undefined` of none. */
export function spreadOf(spansMs: readonly Milliseconds[]): Spread | undefined {
  if (spansMs.length === 0) return undefined;
  const sorted = spansMs.toSorted((a, b) => a - b);
  const rank = (q: number): Milliseconds => sorted[Math.ceil(q * sorted.length) - 1]!;
  return { count: sorted.length, p50Ms: rank(0.5), p99Ms: rank(0.99) };
}
