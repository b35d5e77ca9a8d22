import { recoveries } from "../../circumstances.ts";
import { capitalised } from "../../names.ts";
import { ABSENT, formatCount, formatNumber } from "../../numbers.ts";
import type { Drawn, Finding } from "../figure.ts";
import { key } from "../identity.ts";
import { type Content, html } from "../markup.ts";

/** How the transports came back from what broke. */
export function recovery(drawn: readonly Drawn[]): Finding | undefined {
  const came = recoveries(drawn.map(({ row }) => row));
  if (came.length === 0) return undefined;
  const back = drawn.filter(({ row }) => came.some((each) => each.row === row));
  return {
    id: "recovery",
    title: "Recovery",
    conclusion: `${capitalised(came.map(({ row, words }) => `${row.name}: ${words}`).join("; "))}.`,
    reading:
      "From the first lost connection until every client was connected again and had all it missed. A client that " +
      "comes back asks from where it stopped, so that a loss shows as latency and not as a " +
      "gap; what was lost for good stands in the results.",
    table: {
      head: ["Transport", "Everyone back after, ms", "Reconnections"],
      lines: back.map(({ row: { metrics }, series }): readonly Content[] => [
        html`${key(series)}${series.name}`,
        metrics.recoveryMaxMs === undefined ? ABSENT : formatNumber(metrics.recoveryMaxMs.value),
        metrics.reconnections === undefined ? ABSENT : formatCount(metrics.reconnections.value),
      ]),
    },
  };
}
