import type { MetricValues } from "../core/metrics.ts";
import type { Milliseconds } from "../core/units.ts";
import { maxOf, meanOf, type Part, quantileOf } from "./distribution.ts";

/** The quantiles that have a metric, and the metric's name. */
export const QUANTILES = [
  [0.5, "latencyP50Ms"],
  [0.9, "latencyP90Ms"],
  [0.99, "latencyP99Ms"],
] as const;

/** The latency metrics of a mixture; `boundMs` is the largest latency where that is not the mixture's own end. */
export function latencyMetrics(parts: readonly Part[], boundMs = maxOf(parts)): MetricValues {
  return {
    latencyMeanMs: meanOf(parts),
    ...Object.fromEntries(QUANTILES.map(([q, name]) => [name, quantileOf(parts, q)])),
    latencyMaxMs: boundMs,
  };
}

/** Latencies after a one-way trip with jitter: `atMs` on average, and the trip's jitter among the spans. */
export function part(
  weight: number,
  atMs: Milliseconds,
  spansMs: readonly Milliseconds[],
  jitterMs: Milliseconds,
): Part {
  const spans = [...spansMs, 2 * jitterMs].filter((width) => width > 0);
  return { weight, atMs: atMs - jitterMs, spansMs: spans };
}
