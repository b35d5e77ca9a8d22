import { EVERY_ENTRY } from "../../core/change-limit.ts";
import type { MetricName } from "../../core/metrics.ts";
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
/**
 * And too noisy where pairs differ by more, standard deviation of the log-ratio, estimated robustly: such pairs would
 * leave doubt at every look. What is sure in spite of that is judged.
 */
export const CPU_SPREAD = 0.08;
/** Memory per connection is one process's noise divided by its connections: fewer do not thin it out enough. */
export const MEMORY_CONNECTIONS = 1000;

/** One metric that is judged. */
export interface GatedMetric {
  readonly entry: string;
  readonly metric: MetricName;
}

/** One metric that was chosen, of one entry or, with `*`, of every one. */
export type ChosenMetric = GatedMetric;

/** A metric that is not judged although it was asked for, or would be by itself, and why. */
export interface Ungated extends GatedMetric {
  readonly why: string;
}

export interface Family {
  readonly gated: readonly GatedMetric[];
  readonly ungated: readonly Ungated[];
  /** What the base has and the head has lost: it cannot be judged, and it may be lost because it got worse. */
  readonly lost: readonly GatedMetric[];
}

/** When a metric is judged. */
export interface FamilyRules {
  /** Pairs that have to have it: with fewer the test could not fail. */
  readonly fewest: number;
  /** Whether it is worse beyond its limits for sure, however much its pairs differ. */
  readonly isSure: (entry: EntryPairs, metric: MetricName) => boolean;
}

const RULES: FamilyRules = { fewest: FEWEST_PAIRS, isSure: () => false };

/** No time is judged. */
export const NO_FAMILY: Family = { gated: [], ungated: [], lost: [] };

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
 * Which timing metrics are judged: those that were chosen, or by default at most six, taken in turns from what each
 * entry is about.
 *
 */
export function familyOf(
  entries: readonly EntryPairs[],
  chosen: readonly ChosenMetric[] = [],
  { fewest, isSure }: FamilyRules = RULES,
): Family {
  const wanted = chosen.length === 0 ? byDefault(entries) : byName(entries, chosen);
  const family = { gated: [] as GatedMetric[], ungated: [] as Ungated[], lost: [] as GatedMetric[] };
  const most = chosen.length === 0 ? MOST_METRICS : MOST_CHOSEN;
  for (const { entry, metric } of wanted) {
    const named = { entry: entry.id, metric };
    const why =
      hindrance(entry.pairs, metric, fewest) ??
      (isSure(entry, metric) ? undefined : noiseHindrance(entry.pairs, metric));
    if (isLost(entry.pairs, metric)) family.lost.push(named);
    else if (why !== undefined) family.ungated.push({ ...named, why });
    else if (family.gated.length < most) family.gated.push(named);
    else
      family.ungated.push({
        ...named,
        why: `${most} metrics are judged already; choose others with --metrics`,
      });
  }
  return family;
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

function byName(entries: readonly EntryPairs[], chosen: readonly ChosenMetric[]): Wanted[] {
  const metrics = [...new Set(chosen.map(({ metric }) => metric))];
  return metrics.flatMap((metric) =>
    entries.flatMap((entry) =>
      chosen.some((each) => each.metric === metric && [EVERY_ENTRY, entry.id].includes(each.entry))
        ? [{ entry, metric }]
        : [],
    ),
  );
}

/** Whether the base shows a metric and the head, in most of the pairs where it should, does not. */
function isLost(pairs: readonly CellPair[], metric: MetricName): boolean {
  const having = (side: "base" | "head") => pairs.filter((pair) => pair[side].metrics[metric] !== undefined);
  const had = having("base").length;
  return had > 0 && had >= pairs.length / 2 && having("head").length < had / 2;
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
function hindrance(pairs: readonly CellPair[], metric: MetricName, fewest: number): string | undefined {
  const { base } = pairsOf(pairs, metric);
  if (base.length === 0) return "not measured in both halves of any pair";
  // A percentile that a few blocks had too few samples for is judged by the others.
  if (base.length < Math.min(pairs.length, fewest))
    return `measured in ${base.length} of ${pairs.length} pairs only`;
  if (metric === "serverCpuUsPerEvent") {
    const deliveries = median(pairs.flatMap(({ head }) => head.metrics.eventsDelivered ?? 0));
    if (deliveries < CPU_DELIVERIES) {
      return `${deliveries.toLocaleString("en-US")} deliveries a cell are too few: from ${CPU_DELIVERIES.toLocaleString("en-US")} on`;
    }
  }
  if (metric === "serverRssBytesPerConnection") {
    const clients = Math.min(...pairs.map((pair) => pair.head.clients));
    if (clients < MEMORY_CONNECTIONS) return `${clients} clients are too few: from ${MEMORY_CONNECTIONS} on`;
  }
  return undefined;
}

/** Why doubt about a metric would be noise; `undefined` where it would not. */
function noiseHindrance(pairs: readonly CellPair[], metric: MetricName): string | undefined {
  if (metric !== "serverCpuUsPerEvent") return undefined;
  const spread = pairSpread(pairs, metric);
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
