import { formatFactor, formatNumber } from "../../numbers.ts";
import type { Drawing, Drawn } from "../figure.ts";
import { forest } from "../forest.ts";
import { type Content, html } from "../markup.ts";
import { spanned } from "../spanned.ts";

const FACTORS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50] as const;

/** Hot paths beside their references: how much of the reference's time each one takes. */
export function hotPaths(drawn: readonly Drawn[]): Drawing | undefined {
  const lines = drawn.flatMap(({ row }) => {
    const ratio = row.metrics.opReferenceRatio;
    return ratio === undefined || ratio.value <= 0 ? [] : [{ row, ratio }];
  });
  if (lines.length === 0) return undefined;
  const faster = lines.filter(({ ratio }) => (ratio.high ?? ratio.value) < 1).length;
  return {
    id: "hot-paths",
    title: "Beside the references",
    conclusion: `${faster} of ${lines.length} hot paths take clearly less time than their references.`,
    reading:
      "Left of the line at 1 a hot path is faster than the library it is compared with, right of it slower; the " +
      "axis is logarithmic. Bars span the interval over the rounds. A reference does the same work on the same " +
      "bytes, but it is made for more cases than this one: a small ratio says that the work is done with less, not " +
      "that the library is bad.",
    drawing: forest({
      lines: lines.map(({ row, ratio: { value, low, high } }) => ({
        name: row.label,
        estimate: Math.log(value),
        low: low === undefined ? undefined : Math.log(low),
        high: high === undefined ? undefined : Math.log(high),
        text: value < 1 ? `${formatFactor(1 / value)} as fast` : `${formatFactor(value)} the time`,
        mood: (high ?? value) < 1 ? "good" : (low ?? value) > 1 ? "bad" : "plain",
      })),
      centre: 0,
      ticks: FACTORS.map((factor) => ({ at: Math.log(factor), text: String(factor) })),
      axis: "time of ours ÷ time of the reference",
    }),
    table: {
      head: ["Hot path", "Reference", "Ours, ns", "Reference, ns", "Ours ÷ reference"],
      lines: lines.map(({ row, ratio }): readonly Content[] => [
        row.label,
        html`${String(row.params.reference ?? "–")}`,
        formatNumber(row.metrics.opP50Ns?.value ?? 0),
        formatNumber(row.metrics.referenceOpP50Ns?.value ?? 0),
        spanned(ratio),
      ]),
    },
  };
}
