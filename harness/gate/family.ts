import { METRICS, type MetricName } from "../../core/metrics.ts";
import { median } from "../median.ts";
import { type CellPair, pairsOf } from "./cell-pair.ts";
import { FEWEST_PAIRS } from "./statistics/looks.ts";
import { share } from "./words.ts";

/** More timing metrics than these are not judged by themselves: each one more makes chance likelier. */
export const MOST_METRICS = 6;
/** More than these cannot be chosen, either. */
export const MOST_CHOSEN = 24;
/** CPU time per event is too coarse below this many deliveries a cell (12 to 18 % between pairs at 100 clients). */
export const CPU_DELIVERIES = 40_000;
/** And too noisy where pairs differ by more: standard deviation of the log-ratio, estimated robustly. */
export const CPU_SPREAD = 0.08;
/** Memory per connection is one process's noise divided by its connections: fewer do not thin it out enough. */
export const MEMORY_CONNECTIONS = 1000;

/** One metric that is judged. */
export interface GatedMetric {
  readonly entry: string;
  readonly metric: MetricName;
}

/** A metric that is not judged although it was asked for, or would be by itself, and why. */
export interface Ungated extends GatedMetric {
  readonly why: string;
}

export interface Family {
  readonly gated: readonly GatedMetric[];
  readonly ungated: readonly Ungated[];
}

/** What each entry is about, the most telling first. Where clients poll, the median is mostly the interval. */
const PUSHED: readonly MetricName[] = [
  "latencyP50Ms",
  "latencyP99Ms",
  "serverCpuUsPerEvent",
  "serverRssBytesPerConnection",
];
const POLLED: readonly MetricName[] = [
  "latencyBeyondPollWaitMs",
  "latencyP99Ms",
  "serverCpuUsPerEvent",
  "latencyP50Ms",
  "serverRssBytesPerConnection",
];

/** The pairs of one entry of the scenario. */
export interface EntryPairs {
  readonly id: string;
  /** Valid ones only. */
  readonly pairs: readonly CellPair[];
}

/**
 * Which timing metrics are judged: those that were chosen (`latencyP50Ms`, `websocket.latencyP50Ms`), or by
 * default at most six, taken in turns from what each entry is about.
 */
export function familyOf(entries: readonly EntryPairs[], chosen: readonly string[] = []): Family {
  const wanted = chosen.length === 0 ? byDefault(entries) : byName(entries, chosen);
  const gated: GatedMetric[] = [];
  const ungated: Ungated[] = [];
  const most = chosen.length === 0 ? MOST_METRICS : MOST_CHOSEN;
  for (const { entry, metric } of wanted) {
    const why = hindrance(entry.pairs, metric);
    const named = { entry: entry.id, metric };
    if (why !== undefined) ungated.push({ ...named, why });
    else if (gated.length < most) gated.push(named);
    else ungated.push({ ...named, why: `${most} metrics are judged already; choose others with --metrics` });
  }
  return { gated, ungated };
}

interface Wanted {
  readonly entry: EntryPairs;
  readonly metric: MetricName;
}

function byDefault(entries: readonly EntryPairs[]): Wanted[] {
  const lists = entries.map((entry) => ({ entry, metrics: isPolled(entry) ? POLLED : PUSHED }));
  const longest = Math.max(0, ...lists.map(({ metrics }) => metrics.length));
  return Array.from({ length: longest }, (_, rank) =>
    lists.flatMap(({ entry, metrics }) => {
      const metric = metrics[rank];
      return metric === undefined ? [] : [{ entry, metric }];
    }),
  ).flat();
}

function byName(entries: readonly EntryPairs[], chosen: readonly string[]): Wanted[] {
  return chosen.flatMap((word) =>
    entries.flatMap((entry) => {
      const metric = word.startsWith(`${entry.id}.`) ? word.slice(entry.id.length + 1) : word;
      return Object.hasOwn(METRICS, metric) ? [{ entry, metric: metric as MetricName }] : [];
    }),
  );
}

/** Whether most of an event's latency is the wait for the next poll, whoever's transport it is. */
function isPolled({ pairs }: EntryPairs): boolean {
  const shares = pairs.flatMap(({ base: { metrics } }) =>
    metrics.splitPollWaitMs === undefined || metrics.latencyMeanMs === undefined
      ? []
      : metrics.splitPollWaitMs / metrics.latencyMeanMs,
  );
  return shares.length > 0 && median(shares) > 0.5;
}

/** Why these pairs cannot tell about a metric; `undefined` where they can. */
function hindrance(pairs: readonly CellPair[], metric: MetricName): string | undefined {
  const { base } = pairsOf(pairs, metric);
  if (base.length === 0) return "not measured in both halves of any pair";
  // A percentile that a few blocks had too few samples for is judged by the others.
  if (base.length < Math.min(pairs.length, FEWEST_PAIRS))
    return `measured in ${base.length} of ${pairs.length} pairs only`;
  if (metric === "serverCpuUsPerEvent") return cpuHindrance(pairs);
  if (metric === "serverRssBytesPerConnection") {
    const clients = Math.min(...pairs.map((pair) => pair.head.clients));
    if (clients < MEMORY_CONNECTIONS) return `${clients} clients are too few: from ${MEMORY_CONNECTIONS} on`;
  }
  return undefined;
}

function cpuHindrance(pairs: readonly CellPair[]): string | undefined {
  const deliveries = median(pairs.flatMap(({ head }) => head.metrics.eventsDelivered ?? 0));
  if (deliveries < CPU_DELIVERIES) {
    return `${deliveries.toLocaleString("en-US")} deliveries a cell are too few: from ${CPU_DELIVERIES.toLocaleString("en-US")} on`;
  }
  const spread = pairSpread(pairs, "serverCpuUsPerEvent");
  if (spread <= CPU_SPREAD) return undefined;
  return `pairs differ by ${share(spread)}, too much to tell: up to ${share(CPU_SPREAD)}`;
}

/** Makes the median absolute deviation of a normal distribution its standard deviation. */
const MAD_TO_SD = 1.4826;

/** How far pairs lie from one another: the standard deviation of their log-ratios, by the median deviation. */
export function pairSpread(pairs: readonly CellPair[], metric: MetricName): number {
  const { base, head } = pairsOf(pairs, metric);
  const logs = head.map((value, i) => Math.log(value / base[i]!));
  const middle = median(logs);
  return MAD_TO_SD * median(logs.map((value) => Math.abs(value - middle)));
}
