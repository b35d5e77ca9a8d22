import { countsOf } from "../../../core/hdr.ts";
import { nsToMs } from "../../../core/units.ts";
import { listed } from "../../names.ts";
import { ABSENT, formatNumber, formatPercent } from "../../numbers.ts";
import type { Drawing, Drawn } from "../figure.ts";
import { key } from "../identity.ts";
import { type Content, html } from "../markup.ts";
import { panel } from "./distribution-panel.ts";
import { atPercentile, type Latencies, latenciesOf } from "./histogram.ts";
import { type Curve, predictedOf, shareWithin } from "./predicted.ts";

/** Fewer deliveries have no shape. */
const FEWEST = 100;
/** Bars of one panel. */
const BINS = 40;
const SHOWN = [5, 25, 50, 75, 95] as const;

interface Shape extends Drawn {
  readonly histogram: Latencies;
  /** Measured. */
  readonly shares: readonly number[];
  readonly from: number;
  readonly to: number;
  readonly theory: Curve | undefined;
}

/** How latency is distributed, with the closed form drawn over it: a panel per transport, each on its own scale. */
export function distribution(drawn: readonly Drawn[]): Drawing | undefined {
  const shapes = drawn.flatMap((each) => shapeOf(each) ?? []);
  if (shapes.length === 0) return undefined;
  const told = shapes.some(({ theory }) => theory !== undefined);
  return {
    id: "distribution",
    title: "Distribution of latency",
    conclusion: conclusionOf(shapes),
    reading:
      "Each panel is one transport on a time scale of its own: a bar’s height is the share of deliveries that took " +
      "as long as the place where it stands. " +
      (told
        ? "The line is the closed form, drawn from the interval, the rate and the link, not fitted to the bars. Where " +
          "it follows the bars, theory explains the latency. A transport that is about a millisecond slow has mostly " +
          "the machine’s own noise for a shape, which no theory knows. "
        : "") +
      "Do not compare widths between panels: their scales differ.",
    drawing: html`<div class="panels">${shapes.map((shape) => panel({ ...shape, name: html`${key(shape.series)}${shape.series.name}` }))}</div>`,
    table: {
      head: ["Transport", ...SHOWN.map((percentile) => `${percentile} % within, ms`)],
      lines: shapes.map(({ series, histogram, theory }): readonly Content[] => [
        html`${key(series)}${series.name}`,
        ...SHOWN.map((percentile): Content => {
          const predicted = theory?.find(({ share }) => share === percentile / 100)?.ms;
          const measured = formatNumber(atPercentile(histogram, percentile));
          return predicted === undefined
            ? measured
            : html`${measured}<small>theory ${formatNumber(predicted)}</small>`;
        }),
      ]),
    },
  };
}

function shapeOf(each: Drawn): Shape | undefined {
  const histogram = latenciesOf(each.row);
  if (histogram === undefined || histogram.totalCount < FEWEST) return undefined;
  const theory = predictedOf(each.row);
  // The last few deliveries would press all others into the left edge.
  const bulk = Math.max(
    atPercentile(histogram, 95) * 1.3,
    theory?.findLast(({ share }) => share < 1)?.ms ?? 0,
  );
  const end = Math.min(bulk, Math.max(nsToMs(histogram.maxValue), theory?.at(-1)?.ms ?? 0)) * 1.03;
  const start = Math.min(atPercentile(histogram, 0), theory?.[0]?.ms ?? Number.POSITIVE_INFINITY);
  const from = start < 0.4 * end ? 0 : start - (end - start) * 0.06;
  const shares = new Array<number>(BINS).fill(0);
  for (const [middle, count] of countsOf(histogram)) {
    const bin = Math.floor(((nsToMs(middle) - from) / (end - from)) * BINS);
    if (bin >= 0 && bin < BINS) shares[bin]! += count / histogram.totalCount;
  }
  return { ...each, histogram, shares, from, to: end, theory };
}

/** The largest difference, at any latency, between the share that was that fast and the share that should be. */
function apart({ shares, from, to, theory }: Shape): number {
  let measured = 0;
  let most = 0;
  for (const [bin, share] of shares.entries()) {
    measured += share;
    const limit = from + ((to - from) * (bin + 1)) / BINS;
    most = Math.max(most, Math.abs(measured - shareWithin(theory!, limit)));
  }
  return most;
}

function conclusionOf(shapes: readonly Shape[]): string {
  const valid = shapes.filter(({ series }) => !series.faint);
  if (valid.length === 0) return "Only invalid cells: their shapes show the harness as much as its subject.";
  const spans = valid
    .map(
      ({ row, histogram }) =>
        `${formatNumber(atPercentile(histogram, 5))} to ${formatNumber(atPercentile(histogram, 95))} ms with ${row.name}`,
    )
    .join(", ");
  const gaps = valid
    .filter(({ theory }) => theory !== undefined)
    .map((shape) => `${formatPercent(apart(shape))} % with ${shape.row.name}`);
  const theory =
    gaps.length === 0
      ? ""
      : ` Of all deliveries, theory puts on the wrong side of some latency at most ${listed(gaps)}.`;
  return `Nine in ten deliveries took ${spans === "" ? ABSENT : spans}.${theory}`;
}
