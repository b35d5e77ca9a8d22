import { METRIC_NAMES, METRICS } from "../core/metrics.ts";
import type { Result } from "../core/result.ts";
import { type Row, rowsOf } from "./rows.ts";
import { plain } from "./terminal.ts";

/** The columns: a row for every figure, so that files of several runs can be put together. */
export const CSV_HEADER = [
  "run",
  "scenario",
  "id",
  "transport",
  "point",
  "status",
  "blocks",
  "metric",
  "unit",
  "value",
  "low",
  "high",
  "predicted",
] as const;

type Field = string | number | undefined;

/**
 * A result as CSV (RFC 4180): a row per entry and metric, figures in full. What was not measured has no row,
 * an entry that was never reached has one without a metric.
 */
export function renderCsv(result: Result): string {
  const lines: (readonly Field[])[] = [CSV_HEADER, ...rowsOf(result).flatMap((row) => linesOf(result, row))];
  return lines.map((fields) => `${fields.map(csvField).join(",")}\r\n`).join("");
}

function linesOf({ run, scenario }: Result, row: Row): readonly (readonly Field[])[] {
  const { id, transport, point, status, blocks, metrics } = row;
  const where = Object.entries(point)
    .map(([key, value]) => `${key}=${value}`)
    .join(";");
  const entry = [run.id, scenario.name, id, transport, where, status, blocks];
  const figures = METRIC_NAMES.flatMap((name) => {
    const figure = metrics[name];
    if (figure === undefined) return [];
    const { value, low, high, predicted } = figure;
    return [[...entry, name, METRICS[name].unit, value, low, high, predicted]];
  });
  return figures.length > 0 ? figures : [[...entry, "", "", undefined, undefined, undefined, undefined]];
}

/**
 * A value as a field. Text that a spreadsheet would take for a formula gets an apostrophe in front, which
 * makes it text there; numbers stay numbers, negative ones too.
 */
function csvField(value: Field): string {
  if (value === undefined) return "";
  if (typeof value === "number") return String(value);
  const shown = plain(value).replace(/^(?=\s*[=+\-@＝＋－＠])/, "'");
  return /[",]/.test(shown) || shown !== shown.trim() ? `"${shown.replaceAll('"', '""')}"` : shown;
}
