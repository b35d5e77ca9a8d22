import type { Comparison } from "../../core/comparison.ts";
import { type Emphasis, type Style, styleFor, wrap } from "../terminal.ts";
import { sentenceOf } from "./account.ts";
import { clip, visible } from "./clean.ts";
import {
  causesOf,
  circumstancesOf,
  decides,
  rowsWith,
  shownRows,
  type Verdict,
  verdictOf,
} from "./findings.ts";
import type { OutputOptions } from "./format.ts";
import { nextSteps } from "./next-steps.ts";
import { noiseWarnings } from "./noise.ts";
import { changeTable, noiseTable } from "./terminal-table.ts";

interface Line {
  readonly word: string;
  readonly emphasis: Emphasis;
  readonly text: string;
}

const WORD_WIDTH = 14;
const NARROWEST = 60;
const MOST_NOTES = 12;
const NOTE_LENGTH = 400;

const EMPHASES: Readonly<Record<Verdict["word"], Emphasis>> = {
  aborted: "bad",
  invalid: "bad",
  incomparable: "warn",
  regressed: "bad",
  inconclusive: "warn",
  ok: "good",
};

/**
 * A comparison for the terminal: the verdict and what caused it, the table, notes, and what to do next. No line
 * is wider than `columns` (at least 60), and it ends with a line feed.
 */
export function renderTerminal(comparison: Comparison, options: OutputOptions): string {
  const columns = Math.max(NARROWEST, options.columns);
  const style = styleFor(options.colour);
  const noise = comparison.kind === "aa" && verdictOf(comparison).word !== "aborted";
  const rows = shownRows(comparison);
  const blocks = [
    [
      ...(noise ? noiseHead(comparison) : verdictHead(comparison)),
      ...(decides(comparison) ? [] : notes(comparison)),
    ],
    ...(rows.length === 0 ? [] : [(noise ? noiseTable : changeTable)(rows, columns, style)]),
    [...(noise ? warnings(comparison) : []), ...(decides(comparison) ? notes(comparison) : [])],
    nextSteps(comparison).map(
      ({ why, command }): Line => ({ word: "next", emphasis: "strong", text: `${why}: ${command}` }),
    ),
  ];
  return `${blocks
    .map((block) =>
      block.flatMap((line) => (typeof line === "string" ? [line] : lineText(line, columns, style))),
    )
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function lineText({ word, emphasis, text }: Line, columns: number, style: Style): readonly string[] {
  return wrap(text, columns - WORD_WIDTH).map(
    (piece, index) =>
      (index === 0 ? style(emphasis, word.padEnd(WORD_WIDTH)) : " ".repeat(WORD_WIDTH)) + piece,
  );
}

function verdictHead(comparison: Comparison): readonly Line[] {
  const { word, sentence } = verdictOf(comparison);
  const loud = word === "ok" ? word : word.toUpperCase();
  const rows = [...causesOf(comparison), ...(decides(comparison) ? rowsWith(comparison, "improved") : [])];
  return [
    { word: loud, emphasis: EMPHASES[word], text: `${clip(comparison.scenario.name)}: ${sentence}` },
    { word: "", emphasis: "dim", text: circumstancesOf(comparison).join(" · ") },
    ...rows.map(
      (row): Line => ({
        word: row.outcome,
        emphasis: row.outcome === "improved" ? "good" : row.outcome === "inconclusive" ? "warn" : "bad",
        text: sentenceOf(row),
      }),
    ),
  ];
}

function noiseHead(comparison: Comparison): readonly Line[] {
  const invalid = verdictOf(comparison).word === "invalid";
  return [
    ...(invalid ? verdictHead({ ...comparison, rows: [] }) : []),
    {
      word: "noise",
      emphasis: "strong",
      text: `${clip(comparison.scenario.name)}: what this machine shows when nothing has changed`,
    },
    ...causesOf(comparison).map(
      (row): Line => ({
        word: row.outcome,
        emphasis: "warn",
        text: `${sentenceOf(row)}; nothing differs but the moment`,
      }),
    ),
    ...(invalid
      ? []
      : [{ word: "", emphasis: "dim", text: circumstancesOf(comparison).join(" · ") } satisfies Line]),
  ];
}

function warnings(comparison: Comparison): readonly Line[] {
  return noiseWarnings(comparison).map((text) => ({ word: "warning", emphasis: "warn", text }));
}

function notes({ notes: all }: Comparison): readonly Line[] {
  const shown = all.slice(0, MOST_NOTES);
  const more = all.length - shown.length;
  return [
    ...shown.map(
      ({ message }): Line => ({ word: "note", emphasis: "dim", text: clip(message, NOTE_LENGTH) }),
    ),
    ...(more > 0
      ? [{ word: "", emphasis: "dim", text: visible(`and ${more} more notes`) } satisfies Line]
      : []),
  ];
}
