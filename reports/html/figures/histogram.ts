import { decodeHistogram } from "../../../core/hdr.ts";
import { nsToMs } from "../../../core/units.ts";
import type { Row } from "../../rows.ts";

/** The latencies of one or more cells. */
export type Latencies = ReturnType<typeof decodeHistogram>;

/** The latencies of a row's cells in one histogram; `undefined` where none can be read. */
export function latenciesOf(row: Row): Latencies | undefined {
  const [first, ...rest] = row.cells.flatMap((cell) => {
    const encoded = cell.histograms.latency;
    if (encoded === undefined) return [];
    try {
      return [decodeHistogram(encoded)];
    } catch {
      // A histogram that another program wrote and this one cannot read costs the curve, not the report.
      return [];
    }
  });
  for (const histogram of rest) first?.add(histogram);
  return first;
}

/** The latency in ms that a percentile of all deliveries does not exceed. */
export const atPercentile = (histogram: Latencies, percentile: number): number =>
  nsToMs(histogram.getValueAtPercentile(percentile));
