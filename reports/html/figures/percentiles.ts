import { nsToMs } from "../../../core/units.ts";
import { listed } from "../../names.ts";
import { ABSENT, formatCount, formatNumber } from "../../numbers.ts";
import type { Drawn, Figure } from "../figure.ts";
import { key } from "../identity.ts";
import { type Content, html } from "../markup.ts";
import type { LinePoint } from "../view.ts";
import { atPercentile, type Latencies, latenciesOf } from "./histogram.ts";

/** A percentile is shown only while this many samples lie beyond it. */
export const FEWEST_BEYOND = 10;
/** Points of one curve: enough for a smooth line on a wide screen. */
const POINTS = 120;
const SHOWN = [50, 90, 99, 99.9] as const;

interface Curve extends Drawn {
  readonly histogram: Latencies;
}

/** Latency by percentile, on an axis that stretches the tail. */
export function percentiles(drawn: readonly Drawn[]): Figure | undefined {
  const curves = drawn.flatMap((each): readonly Curve[] => {
    const histogram = latenciesOf(each.row);
    return histogram === undefined || histogram.totalCount < 2 * FEWEST_BEYOND
      ? []
      : [{ ...each, histogram }];
  });
  if (curves.length === 0) return undefined;
  return {
    id: "percentiles",
    title: "Latency by percentile",
    conclusion: conclusionOf(curves),
    reading:
      "Pick a percentile on the horizontal axis and go up: that share of all deliveries took no longer than " +
      "the height of the curve. The axis stretches the tail, so that each step from 90 to 99 to 99.9 is ten " +
      "times rarer. A level curve delivers evenly; a curve that climbs to the poll interval is waiting for the " +
      `next poll. Curves end where fewer than ${FEWEST_BEYOND} samples remain.`,
    chart: {
      kind: "percentiles",
      yTitle: "latency, ms",
      lines: curves.map(({ series, histogram }) => ({ series, points: curveOf(histogram) })),
    },
    table: {
      head: ["Transport", ...SHOWN.map((percentile) => `p${percentile}, ms`), "Largest, ms", "Samples"],
      lines: curves.map(({ series, histogram }): readonly Content[] => [
        html`${key(series)}${series.name}`,
        ...SHOWN.map((percentile) => {
          return beyond(histogram, percentile) < FEWEST_BEYOND
            ? ABSENT
            : formatNumber(atPercentile(histogram, percentile));
        }),
        formatNumber(nsToMs(histogram.maxValue)),
        formatCount(histogram.totalCount),
      ]),
    },
  };
}

/** Points at equal steps of log 1/(1−p), from the fastest delivery to the cut. */
function curveOf(histogram: Latencies): readonly LinePoint[] {
  const cut = Math.log(histogram.totalCount / FEWEST_BEYOND);
  return Array.from({ length: POINTS + 1 }, (_, step): LinePoint => {
    const rarity = Math.exp((cut * step) / POINTS);
    const ms = atPercentile(histogram, 100 * (1 - 1 / rarity));
    return [Number(rarity.toPrecision(5)), Number(ms.toPrecision(4))];
  });
}

/** How many samples lie beyond a percentile. */
const beyond = ({ totalCount }: Latencies, percentile: number): number =>
  (totalCount * (100 - percentile)) / 100;

function conclusionOf(curves: readonly Curve[]): string {
  const valid = curves.filter(({ series }) => !series.faint);
  if (valid.length === 0) return "Only invalid cells: the curves show the harness as much as its subject.";
  const within = valid
    .filter(({ histogram }) => beyond(histogram, 90) >= FEWEST_BEYOND)
    .map(({ row, histogram }) => ({ row, ms: atPercentile(histogram, 90) }))
    .sort((a, b) => a.ms - b.ms)
    .map(({ row, ms }) => `${formatNumber(ms)} ms with ${row.name}`);
  if (within.length === 0) return "Too few deliveries to say within which time nine in ten arrived.";
  return `Nine in ten deliveries arrived within ${listed(within)}.`;
}
