import { type ChangeLimit, limitFor, type NamedChangeLimit } from "../../core/change-limit.ts";
import type { MetricName } from "../../core/metrics.ts";

/**
 * By how much timing may get worse where nobody said otherwise. Relative limits lie above what pairs of a build
 * with itself differ by on a shared runner; absolute ones keep a share of next to nothing from counting.
 */
export const DEFAULT_LIMITS: Readonly<Partial<Record<MetricName, ChangeLimit>>> = {
  latencyMeanMs: { relative: 0.05, absolute: 0.5 },
  latencyP50Ms: { relative: 0.05, absolute: 0.5 },
  latencyP90Ms: { relative: 0.1, absolute: 1 },
  latencyP99Ms: { relative: 0.15, absolute: 2 },
  latencyBeyondPollWaitMs: { absolute: 2 },
  serverCpuUsPerEvent: { relative: 0.05, absolute: 0 },
  serverRssBytesPerConnection: { relative: 0.15, absolute: 2048 },
};

/** What a metric that was chosen by name and has no limit of its own may get worse by. */
const OTHER: ChangeLimit = { relative: 0.1, absolute: 0 };

/** The limit of a metric of an entry: what was set, else the default. */
export function changeLimitOf(
  settings: readonly NamedChangeLimit[],
  entry: string,
  metric: MetricName,
): ChangeLimit {
  return limitFor(settings, entry, metric) ?? DEFAULT_LIMITS[metric] ?? OTHER;
}
