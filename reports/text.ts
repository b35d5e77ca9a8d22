import type { Result, ResultThreshold } from "../core/result.ts";
import { intact } from "./audit.ts";
import { faultWords, linkAccount, linkWords, recoveries } from "./circumstances.ts";
import { COLUMNS } from "./columns.ts";
import { counted, listed } from "./names.ts";
import { formatCount, formatNumber } from "./numbers.ts";
import { notesOf, type Row, type RowNote, rowsOf, subjectOf } from "./rows.ts";
import { verdictSentence } from "./sentence.ts";
import { type Emphasis, plain, type Style, styleFor, wrap } from "./terminal.ts";
import { INVALID_MARK, MARKS, textTable } from "./text-table.ts";
import { textTheory } from "./text-theory.ts";
import { ranks } from "./ties.ts";

export interface TextOptions {
  /** Width of the terminal in characters. */
  readonly columns: number;
  readonly colour: boolean;
}

interface Line {
  readonly word: string;
  readonly emphasis: Emphasis;
  readonly text: string;
}

const WORD_WIDTH = 9;
const NARROWEST = 40;

/**
 * A result for the terminal: what it was, verdicts and thresholds, the table, the figures beside theory where
 * there is one, and a plain sentence that says what the numbers mean. Ends with a line feed; no line is wider than `columns` (at least 40).
 */
export function renderText(result: Result, options: TextOptions): string {
  const columns = Math.max(NARROWEST, options.columns);
  const style = styleFor(options.colour);
  const rows = rowsOf(result);
  const blocks = [
    [
      ...wrap(headline(result), columns).map((line) => style("strong", line)),
      ...verdicts(result, rows, columns, style),
    ],
    [...textTable(rows, columns, style), ...legend(rows, columns, style)],
    textTheory(rows, columns, style),
    wrap(plain(verdictSentence(result)), columns),
  ];
  const shown = blocks.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function headline(result: Result): string {
  const { scenario } = result;
  const { rate, arrivals, payloadBytes } = scenario.stream;
  const link = linkWords(result);
  return [
    plain(scenario.name),
    counted(scenario.clients, "client"),
    `${formatCount(rate)} events/s (${plain(arrivals)})`,
    `${formatCount(payloadBytes)} B payload`,
    counted(scenario.repeat, "block"),
    ...(link === undefined ? [] : [`through ${plain(link)}`]),
  ].join(" · ");
}

function verdicts(result: Result, rows: readonly Row[], columns: number, style: Style): readonly string[] {
  const lines: readonly Line[] = [
    ...(result.run.aborted ? [aborted(result)] : []),
    ...circumstances(result, rows),
    ...validity(rows),
    ...notesOf(result, rows, "reasons").map((note) => noteLine("INVALID", "bad", note)),
    ...notesOf(result, rows, "warnings").map((note) => noteLine("warning", "warn", note)),
    ...result.thresholds.map(thresholdLine),
  ];
  return lines.flatMap(({ word, emphasis, text }) =>
    wrap(plain(text), columns - WORD_WIDTH).map(
      (piece, index) =>
        (index === 0 ? style(emphasis, word.padEnd(WORD_WIDTH)) : " ".repeat(WORD_WIDTH)) + piece,
    ),
  );
}

function aborted({ run }: Result): Line {
  const cause = run.error === undefined ? "" : `: ${run.error.message}`;
  return { word: "ABORTED", emphasis: "bad", text: `the run ended early, its figures are partial${cause}` };
}

function circumstances(result: Result, rows: readonly Row[]): readonly Line[] {
  const link = linkAccount(rows);
  const faults = faultWords(result);
  return [
    ...(link.length === 0 ? [] : [{ word: "link", emphasis: "dim", text: link.join("; ") } satisfies Line]),
    ...(faults === undefined ? [] : [{ word: "fault", emphasis: "warn", text: faults } satisfies Line]),
    ...recoveries(rows).map(
      ({ row, words }): Line => ({ word: "recovery", emphasis: "strong", text: `${row.label}: ${words}` }),
    ),
  ];
}

function validity(rows: readonly Row[]): readonly Line[] {
  const valid = rows.filter(({ status }) => status === "valid");
  const missing = rows.filter(({ status }) => status === "missing");
  const whole = valid.length > 0 && valid.every((row) => intact(row) === true);
  const audited = whole ? "; every event arrived once, in order, unaltered" : "";
  const names = (group: readonly Row[]) => listed(group.map(({ label }) => label));
  return [
    ...(valid.length === 0
      ? []
      : [{ word: "valid", emphasis: "good", text: names(valid) + audited } satisfies Line]),
    ...(missing.length === 0
      ? []
      : [{ word: "MISSING", emphasis: "bad", text: `${names(missing)}: not measured` } satisfies Line]),
  ];
}

function noteLine(word: string, emphasis: Emphasis, note: RowNote): Line {
  return { word, emphasis, text: `${subjectOf(note)}: ${note.message}` };
}

function thresholdLine({ id, metric, limit, value, held }: ResultThreshold): Line {
  const measured = value === undefined ? "not measured" : `measured ${formatNumber(value)}`;
  return {
    word: held ? "held" : "FAILED",
    emphasis: held ? "good" : "bad",
    text: `${id} ${metric} ${limit} (${measured})`,
  };
}

/** Explains the marks that this table uses, and only those. */
function legend(rows: readonly Row[], columns: number, style: Style): readonly string[] {
  const used = new Set(COLUMNS.flatMap(({ metric }) => [...ranks(rows, metric).values()]));
  const absent = rows.some((row) => COLUMNS.some(({ metric }) => row.metrics[metric] === undefined));
  const intervals = rows.some(({ metrics }) => metrics.latencyP50Ms?.low !== undefined);
  const parts = [
    ...(used.has("best") ? [`${MARKS.best} best`] : []),
    ...(used.has("tied")
      ? [
          `${MARKS.tied} tied at the top: ${intervals ? "intervals overlap" : "less than a factor of 2 apart"}`,
        ]
      : []),
    ...(rows.some(({ status }) => status === "invalid")
      ? [`${INVALID_MARK} invalid: it measured the harness, and is not compared`]
      : []),
    ...(absent ? ["– not measured"] : []),
  ];
  return wrap(parts.join(" · "), columns).map((line) => style("dim", line));
}
