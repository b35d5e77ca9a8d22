import { Histogram } from "../../core/histogram.ts";
import type { MetricName } from "../../core/metrics.ts";
import { type Milliseconds, nsToMs } from "../../core/units.ts";
import { linkDelays } from "../../harness/link-account.ts";
import type { Measured } from "./lab.ts";

/** A metric that the row cannot do without. Throws when the cell did not measure it. */
export function metricOf({ cell }: Measured, name: MetricName): number {
  const value = cell.metrics[name];
  if (value === undefined) throw new Error(`the cell has no ${name}`);
  return value;
}

/** The parameters that only measuring gives, in ms. */
export interface Parameters {
  /** One-way delays, the relay's own lateness in them. */
  readonly upMs: Milliseconds;
  readonly downMs: Milliseconds;
  /** Slip and the way into the server: before anyone can ask for the event. */
  readonly baseMs: Milliseconds;
  /** From a request to its answer, where nothing was waited for: R + S. */
  readonly answerMs: Milliseconds;
}

export function parametersOf(measured: Measured): Parameters {
  const mean = (data: Measured["publisher"]["slip"]): Milliseconds =>
    nsToMs(Histogram.fromData(data).mean ?? 0);
  return {
    ...linkDelays(measured.link),
    baseMs: mean(measured.publisher.slip) + mean(measured.server.ingest),
    answerMs: metricOf(measured, "answerMeanMs"),
  };
}

/** Due times inside the stream in ms, and the window in the same time. */
export function scheduleOf({ stream, scenario }: Measured): {
  due: Milliseconds[];
  window: readonly [Milliseconds, Milliseconds];
} {
  const { warmupMs, measureMs } = scenario.phases;
  return { due: Array.from(stream.due, nsToMs), window: [warmupMs, warmupMs + measureMs] };
}

/** Events per second that the window really has. */
export function realisedRate({ stream, scenario }: Measured): number {
  const { warmupMs, measureMs } = scenario.phases;
  const inWindow = stream.due.filter((due) => nsToMs(due) >= warmupMs && nsToMs(due) < warmupMs + measureMs);
  return (inWindow.length / measureMs) * 1000;
}

/** One latency per event that arrived, in ms. */
export function samplesOf({ samples }: Measured): Milliseconds[] {
  if (samples === undefined) throw new Error("the cell kept no samples");
  return samples.filter((ns) => ns >= 0).map(nsToMs);
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Standard deviation of a sample. */
export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

/** Kolmogorov–Smirnov: the largest distance between a sample's distribution and the uniform one on [low, high]. */
export function distanceFromUniform(values: readonly number[], low: number, high: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.max(
    ...sorted.map((value, i) => {
      const expected = Math.min(1, Math.max(0, (value - low) / (high - low)));
      return Math.max(Math.abs(expected - i / sorted.length), Math.abs(expected - (i + 1) / sorted.length));
    }),
  );
}

/** The share of latencies up to a span. */
export function shareUpTo({ load }: Measured, ms: Milliseconds): number {
  let up = 0;
  for (const [middle, count] of load.latency.buckets()) if (nsToMs(middle) <= ms) up += count;
  return up / load.latency.count;
}
