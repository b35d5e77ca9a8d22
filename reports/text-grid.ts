import { type Emphasis, type Style, shorten } from "./terminal.ts";

export interface GridCell {
  readonly text: string;
  /** One character that hangs behind the text, or nothing. */
  readonly mark?: string;
  readonly emphasis?: Emphasis | undefined;
}

/** A column: the lines of its head, and one cell per line of the grid. */
export interface GridColumn {
  readonly head: readonly string[];
  readonly cells: readonly GridCell[];
}

export interface GridLine {
  readonly label: string;
  readonly dim: boolean;
  /** A heading of the lines below it. */
  readonly strong?: boolean;
}

export interface Grid {
  /** What stands over the labels, in the first line of the head. */
  readonly corner?: string;
  /** Longer labels are cut; 28 characters unless said otherwise. */
  readonly longestLabel?: number;
  readonly lines: readonly GridLine[];
  readonly columns: readonly GridColumn[];
}

interface Measured extends GridColumn {
  readonly width: number;
  /** Marks hang in a column of their own, so that the digits stay under one another. */
  readonly marked: boolean;
}

const LONGEST_LABEL = 28;
const SHORTEST_LABEL = 12;

/** A grid as lines no wider than `width`; in parts, one above the other, where one would be wider. */
export function gridLines(grid: Grid, width: number, style: Style): readonly string[] {
  const longest = Math.max(SHORTEST_LABEL, ...grid.lines.map(({ label }) => label.length));
  const label = Math.min(
    longest,
    Math.max(SHORTEST_LABEL, Math.min(grid.longestLabel ?? LONGEST_LABEL, width - 40)),
  );
  const columns = grid.columns.map(measured);
  for (const gap of [2, 1]) {
    if (widthOf(columns, label, gap) <= width) return part(grid, columns, label, gap, style);
  }
  return stacked(columns, width - label).flatMap((group, index) => [
    ...(index === 0 ? [] : [""]),
    ...part(grid, group, label, 2, style),
  ]);
}

function measured(column: GridColumn): Measured {
  const marked = column.cells.some(({ mark = "" }) => mark !== "");
  const digits = Math.max(...column.cells.map(({ text }) => text.length), 0);
  const head = Math.max(...column.head.map(({ length }) => length), 0);
  return { ...column, marked, width: Math.max(head, digits + (marked ? 1 : 0)) };
}

const widthOf = (columns: readonly Measured[], label: number, gap: number): number =>
  columns.reduce((total, { width }) => total + gap + width, label);

/** Splits the columns into groups that each fit into `room`. */
function stacked(columns: readonly Measured[], room: number): readonly (readonly Measured[])[] {
  const groups: Measured[][] = [[]];
  let used = 0;
  for (const column of columns) {
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
  { corner = "", lines }: Grid,
  columns: readonly Measured[],
  label: number,
  gap: number,
  style: Style,
): readonly string[] {
  const space = " ".repeat(gap);
  const heads = Math.max(...columns.map(({ head }) => head.length), 0);
  const top = Array.from({ length: heads }, (_, line) => {
    const titles = columns.map(({ head, width }) => space + (head[line] ?? "").padStart(width));
    return style("dim", ((line === 0 ? corner : "").padEnd(label) + titles.join("")).trimEnd());
  });
  const body = lines.map(({ label: name, dim, strong = false }, index) => {
    const figures = columns.map(({ cells, width, marked }) => {
      const { text, mark = "", emphasis } = cells[index]!;
      const figure = `${text}${mark || (marked ? " " : "")}`;
      const padding = " ".repeat(Math.max(0, width - figure.length));
      return space + padding + (emphasis === undefined ? figure : style(emphasis, figure));
    });
    const line = (shorten(name, label).padEnd(label) + figures.join("")).trimEnd();
    return dim ? style("dim", line) : strong ? style("strong", line) : line;
  });
  return [...top, ...body];
}
