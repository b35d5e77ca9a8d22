import { COMPARED } from "../../columns.ts";
import { formatPercent } from "../../numbers.ts";
import {
  comparisonsOf,
  failedAssumptions,
  labelsOf,
  NEAR_MS,
  NEAR_SHARE,
  theorySentence,
} from "../../theory.ts";
import { compared } from "../compared.ts";
import type { Drawn, Finding } from "../figure.ts";
import { key } from "../identity.ts";
import { type Content, html } from "../markup.ts";

/** Measured figures beside what the closed forms say of them, and the assumptions that do not hold. */
export function againstTheory(drawn: readonly Drawn[]): Finding | undefined {
  const rows = drawn.map(({ row }) => row);
  const comparisons = comparisonsOf(rows);
  const failed = failedAssumptions(rows);
  const covered = drawn.filter(
    ({ row }) =>
      comparisons.some((each) => each.row === row) || failed.some((each) => each.rows.includes(row)),
  );
  if (covered.length === 0) return undefined;
  const columns = COMPARED.filter(({ metric }) =>
    covered.some(({ row }) => row.metrics[metric] !== undefined),
  );
  return {
    id: "against-theory",
    title: "Against theory",
    conclusion: theorySentence(rows) ?? "Theory predicts nothing here, for the reasons below.",
    reading:
      "Closed forms predict each figure from what was declared (interval, rate, link) and a few measured parts, " +
      "such as how long one answer takes; never from the figure itself. A figure is as predicted within " +
      `${formatPercent(NEAR_SHARE)} % or, for times, ${NEAR_MS} ms. Beyond that either the transport does something ` +
      "that theory does not know of, or the machine was in the way. Freshness is the age of the newest event a " +
      "client has, averaged over time.",
    table: {
      head: [
        "Transport",
        ...columns.map(({ title, unit }) => html`${title} <span class="unit">${unit}</span>`),
      ],
      lines: covered.map(({ row, series }): readonly Content[] => [
        html`${key(series)}${series.name}`,
        ...columns.map((column) => compared(column.metric, row.metrics[column.metric], column.format)),
      ]),
    },
    notes: failed.map(({ message, rows: whose }) => `${labelsOf(whose)}: ${message}`),
  };
}
