import type { MetricName } from "../core/metrics.ts";
import type { ResultCell, ResultSummary } from "../core/result.ts";
import { median, medianInterval } from "./median.ts";

/**
 * One entry per id: the median of each metric over the valid cells, or over all cells where none is valid (the
 * cells' own verdicts say so), its interval from six blocks on, and the median of what was predicted for it.
 */
export function summarise(cells: readonly ResultCell[]): ResultSummary[] {
  const ids = [...new Set(cells.map((cell) => cell.id))];
  return ids.map((id) => {
    const all = cells.filter((cell) => cell.id === id);
    const valid = all.filter((cell) => cell.verdict.status === "valid");
    const used = valid.length > 0 ? valid : all;
    const { transport, params, point } = used[0]!;
    const names = new Set(used.flatMap((cell) => Object.keys(cell.metrics)));
    const metrics: ResultSummary["metrics"] = {};
    for (const name of names) {
      const values = used.flatMap((cell) => cell.metrics[name as MetricName] ?? []);
      const predicted = used.flatMap((cell) => cell.prediction?.metrics[name as MetricName] ?? []);
      metrics[name] = {
        value: median(values),
        ...medianInterval(values),
        ...(predicted.length === 0 ? {} : { predicted: median(predicted) }),
      };
    }
    return { id, transport, params, point, blocks: used.length, metrics };
  });
}
