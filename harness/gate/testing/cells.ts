import type { MetricValues } from "../../../core/metrics.ts";
import type { ResultCell } from "../../../core/result.ts";
import type { CellPair } from "../cell-pair.ts";

/** A cell with nothing but what the gate reads. */
export function cellWith(metrics: MetricValues, more: Partial<ResultCell> = {}): ResultCell {
  return {
    id: "websocket",
    transport: "websocket",
    params: {},
    point: {},
    block: 1,
    order: 1,
    clients: 10,
    stream: `sha256:${"0".repeat(64)}`,
    link: null,
    verdict: { status: "valid", reasons: [], warnings: [] },
    metrics,
    histograms: {},
    timeline: {
      startMs: 0,
      intervalMs: 1000,
      latencyP50Ms: [],
      eventsDelivered: [],
      bytesDown: [],
      bytesUp: [],
    },
    ...more,
  };
}

/** A verdict of a cell that cannot be used, for one reason. */
export const invalidFor = (code: string): ResultCell["verdict"] => ({
  status: "invalid",
  reasons: [{ code, message: `because of ${code}` }],
  warnings: [],
});

/** Pairs of an entry from the metrics of their halves. */
export function pairsWith(
  halves: readonly (readonly [base: MetricValues, head: MetricValues])[],
  { entry = "websocket", confirming = false, ...more }: Partial<CellPair> & Partial<ResultCell> = {},
): CellPair[] {
  return halves.map(([base, head], i) => ({
    entry,
    pair: i + 1,
    confirming,
    base: cellWith(base, { ...more, id: entry }),
    head: cellWith(head, { ...more, id: entry }),
  }));
}
