import type { MetricName } from "../../../core/metrics.ts";
import { capitalised, listed } from "../../names.ts";
import { ABSENT, formatNumber, formatPercent } from "../../numbers.ts";
import type { Drawn, Figure } from "../figure.ts";
import { key } from "../identity.ts";
import { type Content, html } from "../markup.ts";

const PARTS = [
  { metric: "splitSlipMs", name: "publisher’s slip" },
  { metric: "splitPollWaitMs", name: "waiting for the poll" },
  { metric: "splitTransitMs", name: "transit" },
  { metric: "splitClientMs", name: "load client" },
] as const satisfies readonly { metric: MetricName; name: string }[];

/** What the mean latency consists of. */
export function split(drawn: readonly Drawn[]): Figure | undefined {
  const bars = drawn.flatMap((each) => {
    const figures = PARTS.map(({ metric }) => each.row.metrics[metric]);
    if (figures.every((figure) => figure === undefined)) return [];
    // A part that came out below zero is measurement noise; as a length it is nothing.
    const lengths = figures.map((figure) => Math.max(0, figure?.value ?? 0));
    const length = lengths.reduce((sum, value) => sum + value, 0);
    const total = figures.reduce((sum, figure) => sum + (figure?.value ?? 0), 0);
    return length > 0 ? [{ ...each, figures, total, shares: lengths.map((value) => value / length) }] : [];
  });
  if (bars.length === 0) return undefined;
  const largest = bars
    .filter(({ series }) => !series.faint)
    .map(({ row, shares }) => {
      const share = Math.max(...shares);
      return `${formatPercent(share)} % of ${row.name}’s is ${PARTS[shares.indexOf(share)]!.name}`;
    });
  return {
    id: "split",
    title: "Where the time goes",
    conclusion: largest.length === 0 ? "Only invalid cells." : `Of the mean latency, ${listed(largest)}.`,
    reading:
      "Each bar is the whole of a transport’s mean latency, which stands at its end, so bars of the same length " +
      "may be very different times. Solid is the publisher’s slip, the harness’s own lateness. Hatched is the wait " +
      "until the request that brought the event was sent. Dotted is transit: the way into, through and from the " +
      "server, the link with it. Hollow is the wait inside the load client while it handled others, the harness’s " +
      "own again.",
    chart: {
      kind: "bars",
      xTitle: "share of the mean latency, %",
      parts: PARTS.map(({ name }) => name),
      ends: bars.map(({ total }) => `${formatNumber(total)} ms`),
      max: 100,
      bars: bars.map(({ series, shares }) => ({
        series,
        values: shares.map((share) => Number((share * 100).toPrecision(4))),
      })),
    },
    table: {
      head: ["Transport", ...PARTS.map(({ name }) => `${capitalised(name)}, ms`), "Together, ms"],
      lines: bars.map(({ series, figures, total }): readonly Content[] => [
        html`${key(series)}${series.name}`,
        ...figures.map((figure) => (figure === undefined ? ABSENT : formatNumber(figure.value))),
        formatNumber(total),
      ]),
    },
  };
}
