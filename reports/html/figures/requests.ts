import { capitalised, listed } from "../../names.ts";
import { formatNumber, formatPercent } from "../../numbers.ts";
import type { Drawn, Figure } from "../figure.ts";
import { key } from "../identity.ts";
import { type Content, html } from "../markup.ts";

/** Requests per event: those that brought something and those that did not. */
export function requests(drawn: readonly Drawn[]): Figure | undefined {
  const bars = drawn.flatMap((each) => {
    const total = each.row.metrics.requestsPerEvent?.value;
    if (total === undefined) return [];
    const share = each.row.metrics.emptyResponseRatio?.value ?? 0;
    return [{ ...each, total, share, useful: total * (1 - share), empty: total * share }];
  });
  if (bars.every(({ total }) => total === 0)) return undefined;
  const asked = bars
    .filter(({ series }) => !series.faint)
    .map(({ row, total, share }) => {
      if (total === 0) return `${row.name} none`;
      return `${row.name} ${formatNumber(total)} (${share === 0 ? "none" : `${formatPercent(share)} %`} in vain)`;
    });
  return {
    id: "requests",
    title: "Requests per event",
    conclusion: asked.length === 0 ? "Only invalid cells." : `${capitalised(listed(asked))}.`,
    reading:
      "HTTP requests in the window for each event delivered. Solid requests were answered with events, hatched " +
      "ones with nothing. Less than one request per event means that answers carry several events. A pushing " +
      "transport asks once, when it opens, and that is not counted here.",
    chart: {
      kind: "bars",
      xTitle: "requests per event",
      parts: ["answered with events", "empty"],
      bars: bars.map(({ series, useful, empty }) => ({ series, values: [useful, empty] })),
    },
    table: {
      head: ["Transport", "Requests per event", "With events", "Empty", "Empty, %"],
      lines: bars.map(({ series, row, total, useful, empty, share }): readonly Content[] => [
        html`${key(series)}${series.name}`,
        formatNumber(total),
        formatNumber(useful),
        formatNumber(empty),
        row.metrics.emptyResponseRatio === undefined ? "–" : formatPercent(share),
      ]),
    },
  };
}
