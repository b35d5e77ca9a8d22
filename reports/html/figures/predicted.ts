import { grouped } from "../../grouped.ts";
import { median, type Row } from "../../rows.ts";

/** A predicted distribution: the latency that a share of deliveries does not exceed, ascending. */
export type Curve = readonly { readonly share: number; readonly ms: number }[];

/** A row's: block by block the median of what each cell's theory says, up to its largest latency. */
export function predictedOf(row: Row): Curve | undefined {
  const predictions = row.cells.flatMap(({ prediction }) => prediction ?? []);
  const told = predictions.flatMap(({ latencyQuantiles = [] }) => latencyQuantiles);
  if (told.length === 0) return undefined;
  const inside = [...grouped(told, ({ share }) => share)].map(([share, points]) => ({
    share,
    ms: median(points.map(({ ms }) => ms))!,
  }));
  const largest = median(predictions.flatMap(({ metrics }) => metrics.latencyMaxMs ?? []));
  const end = largest === undefined ? [] : [{ share: 1, ms: largest }];
  return [...inside.sort((a, b) => a.share - b.share), ...end];
}

/** The share that is predicted to be at most `limit`; straight lines between what is told. */
export function shareWithin(curve: Curve, limit: number): number {
  let below: Curve[number] | undefined;
  for (const point of curve) {
    if (point.ms > limit) {
      if (below === undefined) return 0;
      return below.share + ((limit - below.ms) / (point.ms - below.ms)) * (point.share - below.share);
    }
    below = point;
  }
  return below?.share ?? 0;
}
