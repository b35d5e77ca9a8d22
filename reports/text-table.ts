import { COLUMNS, type Column, shown } from "./columns.ts";
import type { Row } from "./rows.ts";
import { plain, type Style, shorten } from "./terminal.ts";
import { type Rank, ranks } from "./ties.ts";

/** What follows a figure: alone at the top of its column, or tied there. */
export const MARKS: Readonly<Record<Rank, string>> = { best: "*", tied: "=", none: "" };
/** What follows the name of a row that must not be compared. */
export const INVALID_MARK = "!";

const LONGEST_LABEL = 28;
const SHORTEST_LABEL = 12;

interface Painted {
  readonly column: Column;
  readonly width: number;
  readonly cells: readonly { readonly text: string; readonly rank: Rank }[];
}

/** The table as lines no wider than `columns`; in two parts, one above the other, where one would be wider. */
export function textTable(rows: readonly Row[], columns: number, style: Style): readonly string[] {
  const labels = rows.map((row) => plain(row.label) + (row.status === "invalid" ? ` ${INVALID_MARK}` : ""));
  const longest = Math.max(SHORTEST_LABEL, ...labels.map(({ length }) => length));
  const label = Math.min(longest, Math.max(SHORTEST_LABEL, Math.min(LONGEST_LABEL, columns - 40)));
  const painted = COLUMNS.map((column) => paint(column, rows));
  for (const gap of [2, 1]) {
    if (widthOf(painted, label, gap) <= columns) return part(painted, rows, labels, label, gap, style);
  }
  return stacked(painted, columns - label).flatMap((group, index) => [
    ...(index === 0 ? [] : [""]),
    ...part(group, rows, labels, label, 2, style),
  ]);
}

function paint(column: Column, rows: readonly Row[]): Painted {
  const rankOf = ranks(rows, column.metric);
  const cells = rows.map((row) => ({
    text: shown(column, row.metrics[column.metric]),
    rank: rankOf.get(row) ?? ("none" as const),
  }));
  // Marks hang in a column of their own, so that the digits stay under one another.
  const mark = cells.some(({ rank }) => rank !== "none") ? 1 : 0;
  const digits = Math.max(...cells.map(({ text }) => text.length), 0);
  const head = Math.max(...column.short.map(({ length }) => length));
  return { column, width: Math.max(head, digits + mark), cells };
}

const widthOf = (painted: readonly Painted[], label: number, gap: number): number =>
  painted.reduce((total, { width }) => total + gap + width, label);

/** Splits the columns into groups that each fit into `room`. */
function stacked(painted: readonly Painted[], room: number): readonly (readonly Painted[])[] {
  const groups: Painted[][] = [[]];
  let used = 0;
  for (const column of painted) {
    if (used > 0 && used + 2 + column.width > room) {
      groups.push([]);
      used = 0;
    }
    groups.at(-1)!.push(column);
    used += 2 + column.width;
  }
  return groups;
}

function part(
  painted: readonly Painted[],
  rows: readonly Row[],
  labels: readonly string[],
  label: number,
  gap: number,
  style: Style,
): readonly string[] {
  const space = " ".repeat(gap);
  const head = [0, 1].map((line) => {
    const titles = painted.map(({ column, width }) => space + column.short[line]!.padStart(width));
    return style("dim", (" ".repeat(label) + titles.join("")).trimEnd());
  });
  const body = rows.map((row, index) => {
    const name = shorten(labels[index]!, label).padEnd(label);
    const figures = painted.map(({ cells, width }) => {
      const { text, rank } = cells[index]!;
      const marked = cells.some((cell) => cell.rank !== "none");
      const figure = `${text}${MARKS[rank] || (marked ? " " : "")}`;
      const padding = " ".repeat(Math.max(0, width - figure.length));
      return (
        space + padding + (rank === "none" ? figure : style(rank === "best" ? "good" : "strong", figure))
      );
    });
    const line = (name + figures.join("")).trimEnd();
    return row.status === "valid" ? line : style("dim", line);
  });
  return [...head, ...body];
}
