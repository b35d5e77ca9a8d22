import { COMPARED } from "./columns.ts";
import { ABSENT } from "./numbers.ts";
import type { Row } from "./rows.ts";
import { plain, type Style, wrap } from "./terminal.ts";
import { type GridCell, gridLines } from "./text-grid.ts";
import {
  type Comparison,
  comparisonsOf,
  deviating,
  failedAssumptions,
  labelsOf,
  NEAR_WORDS,
} from "./theory.ts";

/** The most deviations that are put into words for one row; the others only stand out in their line. */
const MOST_NAMED = 3;

/**
 * Measured figures beside what theory says, a line per row that has a prediction, then in words what is not as
 * predicted and which assumptions do not hold. Nothing where no row has either.
 */
export function textTheory(rows: readonly Row[], columns: number, style: Style): readonly string[] {
  const said = theoryWords(rows).flatMap((text) => wrap(plain(text), columns));
  return [...figures(comparisonsOf(rows), columns, style), ...said];
}

/** What is not as predicted and which assumptions do not hold, a line each. */
export function theoryWords(rows: readonly Row[]): readonly string[] {
  const failures = failedAssumptions(rows).map((failed) => `${labelsOf(failed.rows)}: ${failed.message}`);
  return [...conclusions(comparisonsOf(rows)), ...failures];
}

function figures(comparisons: readonly Comparison[], width: number, style: Style): readonly string[] {
  const rows = rowsIn(comparisons);
  // Both 0 says only that a transport knows no such thing.
  const telling = comparisons.filter(
    ({ deviation }) => deviation.measured !== 0 || deviation.predicted !== 0,
  );
  const columns = COMPARED.filter((column) => telling.some((each) => each.column === column)).map(
    (column) => ({
      head: [column.short[1] === "ms" ? column.short.join(" ") : column.short[0]],
      cells: rows.map((row): GridCell => {
        const found = telling.find((each) => each.row === row && each.column === column);
        if (found === undefined) return { text: ABSENT };
        const { measured, predicted, near } = found.deviation;
        return {
          text: `${column.format(measured)}/${column.format(predicted)}`,
          emphasis: near ? undefined : "warn",
        };
      }),
    }),
  );
  if (columns.length === 0) return [];
  const lines = rows.map(({ label }) => ({ label: plain(label), dim: false }));
  return gridLines({ corner: "vs. theory", lines, columns }, width, style);
}

function conclusions(comparisons: readonly Comparison[]): readonly string[] {
  const rows = rowsIn(comparisons);
  const off = deviating(comparisons);
  const asPredicted = rows.filter((row) => !off.some((each) => each.row === row));
  const named = rows.flatMap((row) => {
    const words = off
      .filter((each) => each.row === row)
      .slice(0, MOST_NAMED)
      .map(({ column, deviation }) => `${column.short[0]} ${deviation.words}`);
    return words.length === 0 ? [] : [`${row.label}: ${words.join(", ")}`];
  });
  if (asPredicted.length === 0) return named;
  const whose = asPredicted.length === rows.length && rows.length > 1 ? "all" : labelsOf(asPredicted);
  return [`measured/theory: ${whose} as predicted, ${NEAR_WORDS}`, ...named];
}

const rowsIn = (comparisons: readonly Comparison[]): readonly Row[] => [
  ...new Set(comparisons.map(({ row }) => row)),
];
