import { BenchError } from "../../core/errors.ts";
import { isMetricName, METRIC_NAMES, type MetricName, type MetricValues } from "../../core/metrics.ts";
import { didYouMean } from "../../core/nearest.ts";
import type { ResultCell } from "../../core/result.ts";
import type { TransportEntry } from "../../core/scenario.ts";
import { evaluateThresholds, formatLimit, type Limit, parseLimit } from "../../core/thresholds.ts";
import type { Milliseconds } from "../../core/units.ts";
import { maxWaitMs } from "../plan.ts";

/** A limit on one metric that every point must keep, besides losing nothing and a valid verdict. */
export interface Objective extends Limit {
  readonly metric: MetricName;
}

/** In what a point failed. */
export type Miss =
  | { readonly type: "invalid"; readonly codes: readonly string[] }
  /** Events that never came, or came with other bytes. */
  | { readonly type: "lost"; readonly events: number; readonly expected: number }
  /** The value is absent where the metric was not measured. */
  | { readonly type: "missed"; readonly value?: number };

/** Default limit on the 99th percentile. */
export const DEFAULT_P99_MS: Milliseconds = 100;

/** p99 up to 100 ms, plus what the transport itself makes an event wait: a poll's interval. */
export function defaultObjective(entry: TransportEntry): Objective {
  return { metric: "latencyP99Ms", op: "<=", value: maxWaitMs(entry) + DEFAULT_P99_MS };
}

/** Reads `latencyP99Ms <= 100`; throws USAGE with what is wrong and the nearest metric. */
export function parseObjective(text: string): Objective {
  const [, metric = "", rest = ""] = /^\s*(\w*)(.*)$/s.exec(text) ?? [];
  if (!isMetricName(metric)) {
    const meant = didYouMean(metric, METRIC_NAMES);
    throw new BenchError("USAGE", `--objective: there is no metric "${metric}"`, {
      hint: `${meant === undefined ? "" : `${meant} `}an objective is a metric and its limit: "latencyP99Ms <= 100"`,
    });
  }
  const limit = parseLimit(rest);
  if (limit !== undefined) return { metric, ...limit };
  throw new BenchError("USAGE", `--objective: found "${text}"; expected a metric and its limit`, {
    hint: 'a limit is <, <=, >, >= or = and a number: "latencyP99Ms <= 100"',
  });
}

/** As people write it: `latencyP99Ms <= 100`. */
export const formatObjective = (objective: Objective): string =>
  `${objective.metric} ${formatLimit(objective)}`;

/** Everything in which a cell fails the objective; nothing when it keeps it. */
export function missesOf(cell: ResultCell, objective: Objective): readonly Miss[] {
  const metrics = cell.metrics as MetricValues;
  const misses: Miss[] = [];
  if (cell.verdict.status === "invalid") {
    misses.push({ type: "invalid", codes: cell.verdict.reasons.map(({ code }) => code) });
  }
  const { eventsExpected: expected = 0, eventsDelivered: delivered = 0 } = metrics;
  if (delivered < expected) misses.push({ type: "lost", events: expected - delivered, expected });
  const value = judgedValue(metrics, objective);
  if (!keeps(value, objective)) misses.push({ type: "missed", ...(value === undefined ? {} : { value }) });
  return misses;
}

/**
 * The metric's value; the largest latency where there are too few samples for the percentile that has an upper
 * limit, which it is never below.
 */
export function judgedValue(metrics: MetricValues, { metric, op }: Objective): number | undefined {
  const upper = op === "<" || op === "<=";
  const percentile = metric === "latencyP99Ms" || metric === "latencyP999Ms";
  return metrics[metric] ?? (upper && percentile ? metrics.latencyMaxMs : undefined);
}

function keeps(value: number | undefined, { metric, op, value: limit }: Objective): boolean {
  const row = {
    id: "",
    transport: "",
    params: {},
    point: {},
    blocks: 1,
    metrics: value === undefined ? {} : { [metric]: { value } },
  };
  return evaluateThresholds([{ entry: "", metric, op, value: limit }], [row])[0]?.held === true;
}
