import type { MetricName } from "../../core/metrics.ts";
import type { Result, ResultCell } from "../../core/result.ts";
import { formatDuration } from "../../core/units.ts";
import { formatNumber } from "../../reports/numbers.ts";
import { plain, wrap } from "../../reports/terminal.ts";
import { spreadOf } from "./spread.ts";

const HEAD = ["case", "ours", "p25–p75", "reference", "p25–p75", "ratio", "p25–p75", "against"];
const ALL = HEAD.map((_, column) => column);
const WORD_WIDTH = 9;
/** Where there is little room: without the middle halves of ours and of the reference; the ratio's say enough. */
const FEWER = ALL.filter((column) => column !== 2 && column !== 4);
/** Columns of words; the others are figures and end at the same place. */
const WORDS: ReadonlySet<number> = new Set([0, HEAD.length - 1]);

/** A result of micro-benchmarks for the terminal: a line per case, what its figures are, and what to doubt. */
export function microText(result: Result, { columns }: { readonly columns: number }): string {
  const { scenario, environment, run } = result;
  const cases = scenario.transports
    .map(({ id, params }) => ({ id, params, cells: result.cells.filter((cell) => cell.id === id) }))
    .filter(({ cells }) => cells.length > 0);
  const rows = cases.map(({ id, params, cells }) => [
    id,
    ...figures(cells, "opP50Ns"),
    ...figures(cells, "referenceOpP50Ns"),
    ...figures(cells, "opReferenceRatio"),
    String(params.reference),
  ]);
  const table = [HEAD, ...rows];
  const wide = aligned(table, ALL);
  const narrow = Math.max(...wide.map(({ length }) => length)) > columns;
  return [
    ...wrap(
      plain(
        `micro: ${cases.length === 1 ? "1 case" : `${cases.length} cases`}, ${formatDuration(scenario.phases.measureMs)} each · ` +
          `${environment.cpuModel} · ${environment.cores} cores · Node ${environment.node}`,
      ),
      columns,
    ),
    ...(run.aborted ? hanging("ABORTED", "the run ended early: what was measured until then", columns) : []),
    "",
    ...(rows.length === 0 ? ["nothing was measured"] : narrow ? aligned(table, FEWER) : wide),
    "",
    ...wrap(
      `ns per operation: medians and middle halves of up to ${scenario.repeat} rounds; ratio: ours ÷ reference in the same round`,
      columns,
    ),
    ...warnings(result.cells, cases.length).flatMap((text) => hanging("warning", text, columns)),
    "",
  ].join("\n");
}

/** A word and what it says, beside it. */
const hanging = (word: string, text: string, columns: number): readonly string[] =>
  wrap(plain(text), columns - WORD_WIDTH).map((line, i) => (i === 0 ? word : "").padEnd(WORD_WIDTH) + line);

function figures(cells: readonly ResultCell[], metric: MetricName): readonly [string, string] {
  const { p25, p50, p75 } = spreadOf(cells.flatMap(({ metrics }) => metrics[metric] ?? []));
  return [formatNumber(p50), `${formatNumber(p25)}–${formatNumber(p75)}`];
}

/** Each warning once, with the cases it holds for. */
function warnings(cells: readonly ResultCell[], cases: number): string[] {
  const said = new Map<string, Set<string>>();
  for (const { id, verdict } of cells) {
    for (const { message } of verdict.warnings) said.set(message, (said.get(message) ?? new Set()).add(id));
  }
  return [...said].map(([message, ids]) => {
    const subject = ids.size === cases && cases > 1 ? "all cases" : [...ids].join(", ");
    return `${subject}: ${message}`;
  });
}

function aligned(rows: readonly (readonly string[])[], shown: readonly number[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    shown
      .map((column) =>
        WORDS.has(column) ? row[column]!.padEnd(widths[column]!) : row[column]!.padStart(widths[column]!),
      )
      .join("  ")
      .trimEnd(),
  );
}
