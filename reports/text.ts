import type { Result } from "../core/result.ts";
import { legendOf } from "./legend.ts";
import { type Row, rowsOf } from "./rows.ts";
import { verdictSentence } from "./sentence.ts";
import { plain, type Style, styleFor, wrap, wrapParts } from "./terminal.ts";
import { INVALID_MARK, MARKS, textTable } from "./text-table.ts";
import { textTheory } from "./text-theory.ts";
import { conditionWords, verdictLines } from "./verdict-lines.ts";

export interface TextOptions {
  /** Width of the terminal in characters. */
  readonly columns: number;
  readonly colour: boolean;
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
  const legend = wrap(legendOf(rows, { ...MARKS, invalid: INVALID_MARK }).join(" · "), columns);
  const blocks = [
    [
      ...wrapParts(conditionWords(result).map(plain), columns).map((line) => style("strong", line)),
      ...verdicts(result, rows, columns, style),
    ],
    [...textTable(rows, columns, style), ...legend.map((line) => style("dim", line))],
    textTheory(rows, columns, style),
    wrap(plain(verdictSentence(result)), columns),
  ];
  const shown = blocks.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function verdicts(result: Result, rows: readonly Row[], columns: number, style: Style): readonly string[] {
  return verdictLines(result, rows).flatMap(({ word, emphasis, text }) =>
    wrap(plain(text), columns - WORD_WIDTH).map(
      (piece, index) =>
        (index === 0 ? style(emphasis, word.padEnd(WORD_WIDTH)) : " ".repeat(WORD_WIDTH)) + piece,
    ),
  );
}
