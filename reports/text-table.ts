import { COLUMNS, type Column, shown } from "./columns.ts";
import type { Row } from "./rows.ts";
import { type Emphasis, plain, type Style } from "./terminal.ts";
import { type GridColumn, gridLines } from "./text-grid.ts";
import { type Rank, ranks } from "./ties.ts";

/** What follows a figure: alone at the top of its column, or tied there. */
export const MARKS: Readonly<Record<Rank, string>> = { best: "*", tied: "=", none: "" };
/** What follows the name of a row that must not be compared. */
export const INVALID_MARK = "!";

const EMPHASES: Readonly<Record<Rank, Emphasis | undefined>> = {
  best: "good",
  tied: "strong",
  none: undefined,
};

/** The table of the results as lines no wider than `columns`. */
export function textTable(rows: readonly Row[], columns: number, style: Style): readonly string[] {
  const lines = rows.map(({ label, status }) => ({
    label: plain(label) + (status === "invalid" ? ` ${INVALID_MARK}` : ""),
    dim: status !== "valid",
  }));
  return gridLines({ lines, columns: COLUMNS.map((column) => ranked(column, rows)) }, columns, style);
}

function ranked(column: Column, rows: readonly Row[]): GridColumn {
  const rankOf = ranks(rows, column.metric);
  const cells = rows.map((row) => {
    const rank = rankOf.get(row) ?? "none";
    return {
      text: shown(column, row.metrics[column.metric]),
      mark: MARKS[rank],
      emphasis: EMPHASES[rank],
    };
  });
  return { head: column.short, cells };
}
