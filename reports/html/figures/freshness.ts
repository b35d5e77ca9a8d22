import { listed } from "../../names.ts";
import { formatNumber } from "../../numbers.ts";
import { compared } from "../compared.ts";
import type { Drawn, Finding } from "../figure.ts";
import { key } from "../identity.ts";
import { type Content, html } from "../markup.ts";

/** How old what a client knows is, from moment to moment. */
export function freshness(drawn: readonly Drawn[]): Finding | undefined {
  const measured = drawn.filter(
    ({ row }) => row.metrics.freshnessMeanMs !== undefined || row.metrics.freshnessPeakMs !== undefined,
  );
  if (measured.length === 0) return undefined;
  const said = measured
    .filter(({ series }) => !series.faint)
    .flatMap(({ row }) => {
      const mean = row.metrics.freshnessMeanMs;
      return mean === undefined ? [] : [{ name: row.name, mean: mean.value }];
    })
    .sort((a, b) => a.mean - b.mean)
    .map(({ name, mean }) => `${formatNumber(mean)} ms old with ${name}`);
  return {
    id: "freshness",
    title: "Freshness",
    conclusion:
      said.length === 0
        ? "Only invalid cells."
        : `On average the newest event a client had was ${listed(said)}.`,
    reading:
      "The age of information: at any moment, now minus the due time of the newest event a client has. It grows " +
      "until something newer arrives; the peak is the mean age just before that. Even a transport without any " +
      "latency is as old as the time between events makes it, so compare what one adds to another.",
    table: {
      head: ["Transport", "Mean, ms", "Peak, ms"],
      lines: measured.map(({ row: { metrics }, series }): readonly Content[] => [
        html`${key(series)}${series.name}`,
        compared("freshnessMeanMs", metrics.freshnessMeanMs),
        compared("freshnessPeakMs", metrics.freshnessPeakMs),
      ]),
    },
  };
}
