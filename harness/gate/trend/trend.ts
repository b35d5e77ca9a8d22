import { isMetricName, METRICS, type MetricName } from "../../../core/metrics.ts";
import { compareCalibrations } from "../fingerprint.ts";
import { type ChangePoint, changePoints } from "./change-points.ts";
import type { HistoryLine } from "./trend-history.ts";

/** A place in a history at which a metric's level changed. */
export interface TrendChange extends Pick<ChangePoint, "before" | "after"> {
  /** The first run of the new level, and the last of the old: the change lies between their commits. */
  readonly first: Pick<HistoryLine, "at" | "commit">;
  readonly last: Pick<HistoryLine, "at" | "commit">;
  /** Whether the new level is worse; absent for a metric that is neither good nor bad. */
  readonly worse?: boolean;
}

/** How one metric of one entry went, over the runs that may be compared with the newest. */
export interface Trend {
  readonly scenario: string;
  readonly entry: string;
  readonly metric: MetricName;
  /** In the order of time. */
  readonly values: readonly number[];
  readonly changes: readonly TrendChange[];
}

/**
 * How each metric of each entry went, and where its level changed: to be shown, never to fail anything. A history
 * compares only runs with each other of the same scenario (by hash); times only runs on the same
 * fingerprint and calibration as the newest. An exact metric changes with every other value; for all others see
 * `changePoints`.
 */
export function trends(lines: readonly HistoryLine[]): readonly Trend[] {
  return groupsOf(lines).flatMap(trendsOfEntry);
}

/** The runs of each entry that measured what its newest run did, in the order of time. */
function groupsOf(lines: readonly HistoryLine[]): readonly (readonly HistoryLine[])[] {
  const groups = new Map<string, HistoryLine[]>();
  for (const line of lines.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    const key = JSON.stringify([line.scenario, line.entry]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return [...groups.values()].map((group) => group.filter(({ hash }) => hash === group.at(-1)!.hash));
}

function trendsOfEntry(runs: readonly HistoryLine[]): readonly Trend[] {
  const newest = runs.at(-1)!;
  const alike = runs.filter((run) => isComparable(run, newest));
  return Object.keys(newest.metrics)
    .filter(isMetricName)
    .map((metric) => {
      const there = (isTimed(metric) ? alike : runs).filter(({ metrics }) => metrics[metric] !== undefined);
      return trendOf(metric, there);
    });
}

function trendOf(metric: MetricName, runs: readonly HistoryLine[]): Trend {
  const { scenario, entry } = runs.at(-1)!;
  const values = runs.map(({ metrics }) => metrics[metric]!);
  const points = METRICS[metric].class === "exact" ? stepsIn(values) : changePoints(values);
  return { scenario, entry, metric, values, changes: points.map((point) => changeAt(metric, point, runs)) };
}

function changeAt(
  metric: MetricName,
  { at, before, after }: ChangePoint,
  runs: readonly HistoryLine[],
): TrendChange {
  const named = ({ at, commit }: HistoryLine) => ({ at, commit });
  const { better } = METRICS[metric];
  return {
    before,
    after,
    first: named(runs[at]!),
    last: named(runs[at - 1]!),
    ...(better === "none" ? {} : { worse: better === "lower" ? after > before : after < before }),
  };
}

/** Every other value is a change: for what has no noise. */
function stepsIn(values: readonly number[]): readonly ChangePoint[] {
  return values.flatMap((after, at) => {
    const before = values[at - 1];
    return before === undefined || before === after ? [] : [{ at, before, after }];
  });
}

const isComparable = (run: HistoryLine, newest: HistoryLine): boolean =>
  run.fingerprint === newest.fingerprint &&
  compareCalibrations(newest.calibration, run.calibration).length === 0;

const isTimed = (metric: MetricName): boolean => ["timing", "modelled"].includes(METRICS[metric].class);
