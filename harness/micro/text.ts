import type { MetricName } from "../../core/metrics.ts";
import type { Result, ResultCell } from "../../core/result.ts";
import { formatDuration } from "../../core/units.ts";
import { formatNumber } from "../../reports/numbers.ts";
import { spreadOf } from "./spread.ts";

const HEAD = ["case", "ours", "p25–p75", "reference", "p25–p75", "ratio", "p25–p75", "against"];
/** Columns of words; the others are figures and end at the same place. */
const WORDS: ReadonlySet<number> = new Set([0, HEAD.length - 1]);

/** A result of micro-benchmarks for the terminal: a line per case, what its figures are, and what to doubt. */
export function microText(result: Result): string {
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
  return [
    `micro: ${cases.length === 1 ? "1 case" : `${cases.length} cases`}, ${formatDuration(scenario.phases.measureMs)} each · ` +
      `${environment.cpuModel} · ${environment.cores} cores · Node ${environment.node}`,
    ...(run.aborted ? ["ABORTED  the run ended early: what was measured until then"] : []),
    "",
    ...(rows.length === 0 ? ["nothing was measured"] : aligned([HEAD, ...rows])),
    "",
    `ns per operation: medians and middle halves of up to ${scenario.repeat} rounds; ratio: ours ÷ reference in the same round`,
    ...warnings(result.cells, cases.length),
    "",
  ].join("\n");
}

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
    return `warning  ${subject}: ${message}`;
  });
}

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        WORDS.has(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
      )
      .join("  ")
      .trimEnd(),
  );
}
