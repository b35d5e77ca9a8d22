import type { ComparisonRow } from "../../core/comparison.ts";
import { isMetricName, METRICS } from "../../core/metrics.ts";
import type { ResultSummary } from "../../core/result.ts";
import type { Threshold } from "../../core/scenario.ts";
import { evaluateThresholds } from "../../core/thresholds.ts";
import { quantity } from "./words.ts";

/** One row per absolute limit on an entry: what was measured does not depend on any base. */
export function thresholdRows(
  id: string,
  thresholds: readonly Threshold[],
  summary: readonly ResultSummary[],
): ComparisonRow[] {
  const own = thresholds.filter(({ entry }) => entry === id);
  return evaluateThresholds(own, summary).flatMap(({ metric, limit, value, held }): ComparisonRow[] => {
    if (!isMetricName(metric)) return [];
    const { unit, better } = METRICS[metric];
    const shared = { id, metric, unit, class: "threshold", better, limit: { text: limit } } as const;
    if (value === undefined) {
      const message = `${id}.${metric} has the threshold ${limit} and was not measured`;
      return [{ ...shared, outcome: "missing", message }];
    }
    const message = `${id}.${metric} is ${quantity(value, metric)}, threshold ${limit}${held ? "" : ": not held"}`;
    return [{ ...shared, head: value, outcome: held ? "ok" : "regressed", message }];
  });
}
