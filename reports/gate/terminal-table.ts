import type { ComparisonRow, RowOutcome } from "../../core/comparison.ts";
import { counted } from "../names.ts";
import { ABSENT } from "../numbers.ts";
import { type Emphasis, type Style, wrap } from "../terminal.ts";
import { type GridCell, type GridColumn, type GridLine, gridLines } from "../text-grid.ts";
import { clip } from "./clean.ts";
import {
  changeText,
  intervalText,
  leadingKind,
  limitText,
  resolvableText,
  tied,
  unitWord,
  valueText,
} from "./figures.ts";
import { limitBelowNoise, noiseFloorText } from "./noise.ts";

/** From this width on, intervals and limits have columns of their own. */
const ROOMY = 100;
/** Of an entry or a metric: the longest metric's name fits, behind two spaces. */
const LABEL = 28;
const LONGEST_LABEL = LABEL + 2;

const EMPHASES: Readonly<Record<RowOutcome, Emphasis | undefined>> = {
  ok: undefined,
  improved: "good",
  regressed: "bad",
  inconclusive: "warn",
  missing: "bad",
  new: "strong",
  incomparable: undefined,
  reported: undefined,
};

const MARKS: Readonly<Record<RowOutcome, string>> = {
  ok: "",
  improved: "+",
  regressed: "!",
  inconclusive: "?",
  missing: "!",
  new: "",
  incomparable: "",
  reported: "",
};

interface Shown extends GridLine {
  /** Absent in a line that names the entry. */
  readonly row?: ComparisonRow;
}

/** The rows as a table, grouped by entry; what is known not to have changed is only counted. */
export function changeTable(
  rows: readonly ComparisonRow[],
  columns: number,
  style: Style,
): readonly string[] {
  const shown = grouped(rows.filter((row) => !unchanged(row) && !idle(row)));
  const same = rows.filter(unchanged).length;
  const table =
    shown.length === 0
      ? []
      : gridLines(
          { lines: shown, columns: changeColumns(shown, columns), longestLabel: LONGEST_LABEL },
          columns,
          style,
        );
  return [...table, ...legend(rows, same, columns, style)];
}

/** The same of head against head: what differs when nothing has changed. */
export function noiseTable(rows: readonly ComparisonRow[], columns: number, style: Style): readonly string[] {
  const shown = grouped(rows.filter((row) => noiseFloorText(row) !== undefined && !unchanged(row)));
  const same = rows.filter(unchanged).length;
  if (shown.length === 0) return sameWords(same);
  const grid = [
    column(shown, ["value"], (row) => ({ text: valueText(row, row.head ?? row.base) })),
    column(shown, ["unit"], (row) => ({ text: unitWord(row.unit) })),
    column(shown, ["noise", "up to"], (row) => ({ text: noiseFloorText(row) ?? ABSENT })),
    column(shown, ["smallest", "shown"], (row) => ({ text: resolvableText(row) })),
    column(shown, ["", "limit"], (row) => ({
      text: limitText(row),
      ...(limitBelowNoise(row) ? { mark: "!", emphasis: "warn" as const } : {}),
    })),
  ];
  const words = [
    "noise: the largest change that these pairs could not rule out",
    ...(rows.some(limitBelowNoise) ? ["! limit below what this machine can tell"] : []),
    ...sameWords(same),
  ];
  return [
    ...gridLines({ lines: shown, columns: grid, longestLabel: LONGEST_LABEL }, columns, style),
    ...wrap(words.join(" · "), columns).map((line) => style("dim", line)),
  ];
}

/** An exact or counted metric, or a threshold, whose two values are one: a table of these would say nothing. */
function unchanged({ class: kind, outcome, base, head }: ComparisonRow): boolean {
  return (kind === "exact" || kind === "counted") && outcome === "ok" && base === head;
}

const sameWords = (same: number): readonly string[] =>
  same === 0 ? [] : [`${counted(same, "exact or counted metric")} unchanged, not listed`];

/** What has no limit and did not change so that anyone could tell. */
const idle = (row: ComparisonRow): boolean => row.outcome === "reported" && tied(row);

function grouped(rows: readonly ComparisonRow[]): readonly Shown[] {
  const ids = [...new Set(rows.map(({ id }) => id))];
  return ids.flatMap((id) => [
    { label: clip(id, LABEL), dim: false, strong: true },
    ...rows
      .filter((row) => row.id === id)
      .map((row) => ({
        label: `  ${clip(row.metric, LABEL)}`,
        dim: row.outcome === "reported" || row.outcome === "incomparable",
        row,
      })),
  ]);
}

function changeColumns(shown: readonly Shown[], columns: number): readonly GridColumn[] {
  const roomy = columns >= ROOMY;
  return [
    column(shown, ["base"], (row) => ({ text: row.class === "threshold" ? "" : valueText(row, row.base) })),
    column(shown, ["head"], (row) => ({ text: valueText(row, row.head) })),
    column(shown, ["unit"], (row) => ({ text: unitWord(row.unit) })),
    column(shown, ["change", "+ is worse"], changeCell),
    ...(roomy ? [column(shown, ["95 %", "interval"], intervalCell)] : []),
    column(shown, ["could", "show"], (row) => ({
      text: row.resolvable === undefined ? "" : resolvableText(row),
    })),
    ...(roomy
      ? [column(shown, ["limit"], (row) => ({ text: row.limit === undefined ? "" : limitText(row) }))]
      : []),
  ];
}

function column(
  shown: readonly Shown[],
  head: readonly string[],
  cell: (row: ComparisonRow) => GridCell,
): GridColumn {
  return { head, cells: shown.map(({ row }) => (row === undefined ? { text: "" } : cell(row))) };
}

function changeCell(row: ComparisonRow): GridCell {
  const kind = leadingKind(row);
  const mark = MARKS[row.outcome] || (kind !== undefined && tied(row) ? "=" : "");
  const text =
    kind === undefined || row.class === "threshold"
      ? outcomeWord(row)
      : changeText(kind, row[kind]!.estimate, row);
  return { text, mark, emphasis: EMPHASES[row.outcome] };
}

function outcomeWord({ outcome, class: kind }: ComparisonRow): string {
  if (kind === "threshold") return outcome === "ok" ? "held" : outcome === "regressed" ? "failed" : outcome;
  return outcome === "ok" || outcome === "reported" ? "" : outcome === "incomparable" ? ABSENT : outcome;
}

function intervalCell(row: ComparisonRow): GridCell {
  const kind = leadingKind(row);
  const change = kind === undefined ? undefined : row[kind];
  return { text: kind === undefined || change?.low === undefined ? "" : intervalText(kind, row) };
}

/** Explains the marks that this table uses, and only those. */
function legend(
  rows: readonly ComparisonRow[],
  same: number,
  columns: number,
  style: Style,
): readonly string[] {
  const has = (...outcomes: readonly RowOutcome[]) => rows.some(({ outcome }) => outcomes.includes(outcome));
  const quiet = rows.filter((row) => idle(row) && !unchanged(row)).length;
  const ties = rows.some(
    (row) =>
      !unchanged(row) &&
      !idle(row) &&
      MARKS[row.outcome] === "" &&
      leadingKind(row) !== undefined &&
      tied(row),
  );
  const parts = [
    ...(has("regressed", "missing") ? ["! regressed or missing"] : []),
    ...(has("inconclusive") ? ["? inconclusive"] : []),
    ...(has("improved") ? ["+ improved"] : []),
    ...(ties ? ["= tied: the interval holds no change"] : []),
    ...(rows.some(({ resolvable }) => resolvable !== undefined)
      ? ["could show: the smallest change this run could have shown"]
      : []),
    ...(has("incomparable") ? [`${ABSENT} not of one machine, not judged`] : []),
    ...sameWords(same),
    ...(quiet > 0 ? [`${quiet} without a limit tied, not listed`] : []),
  ];
  return wrap(parts.join(" · "), columns).map((line) => style("dim", line));
}
