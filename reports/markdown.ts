import type { Result } from "../core/result.ts";
import { COLUMNS, type Column, shown } from "./columns.ts";
import { legendOf } from "./legend.ts";
import { code, codeBlock, inert, tableRow } from "./markdown-text.ts";
import { capitalised, counted } from "./names.ts";
import type { Figure, Row } from "./rows.ts";
import { rowsOf } from "./rows.ts";
import { verdictSentence } from "./sentence.ts";
import { theoryWords } from "./text-theory.ts";
import { type Rank, ranks } from "./ties.ts";
import { conditionWords, verdictLines } from "./verdict-lines.ts";

const MARKS = { best: "**bold**", tied: "=", invalid: "!" };

/**
 * A result as Markdown to paste into a pull request: the sentence, verdicts and thresholds, the table, what
 * theory says, and how to run it again. Names of the result stand in it as the text they are.
 */
export function renderMarkdown(result: Result): string {
  const rows = rowsOf(result);
  const [name = "", ...conditions] = conditionWords(result);
  const theory = theoryWords(rows);
  return `${[
    `### Polls Apart: ${inert(name)}`,
    `**${inert(verdictSentence(result))}**`,
    inert(conditions.join(" · ")),
    list(verdictLines(result, rows).map(({ word, text }) => `**${word}** ${inert(text)}`)),
    table(rows),
    legendOf(rows, MARKS).join(" · "),
    ...(theory.length === 0 ? [] : [list(theory.map((text) => inert(capitalised(text))))]),
    `${inert(circumstances(result))} Run it again:`,
    codeBlock(result.run.command, "sh"),
  ]
    .filter((block) => block !== "")
    .join("\n\n")}\n`;
}

function table(rows: readonly Row[]): string {
  const heads = COLUMNS.map(({ title, unit }) => `${title} (${unit})`);
  const ranked = COLUMNS.map((column) => ({ column, rankOf: ranks(rows, column.metric) }));
  const lines = rows.map((row) => {
    const label = code(row.label) + (row.status === "invalid" ? ` ${MARKS.invalid}` : "");
    const figures = ranked.map(({ column, rankOf }) =>
      figure(column, row.metrics[column.metric], rankOf.get(row) ?? "none"),
    );
    return tableRow([label, ...figures]);
  });
  return [tableRow(["", ...heads]), tableRow([":--", ...heads.map(() => "--:")]), ...lines].join("\n");
}

function figure(column: Column, found: Figure | undefined, rank: Rank): string {
  const value = shown(column, found);
  const ranked = { best: `**${value}**`, tied: `${value} ${MARKS.tied}`, none: value }[rank];
  if (found?.low === undefined || found.high === undefined) return ranked;
  return `${ranked} (${column.format(found.low)} to ${column.format(found.high)})`;
}

function circumstances({ tool, environment, run }: Result): string {
  const { cpuModel, cores, os, kernel, node } = environment;
  const day = run.startedAt.slice(0, 10);
  return `Measured on ${day} by Polls Apart ${tool.version} on ${cpuModel}, ${counted(cores, "core")}, ${os} ${kernel}, Node ${node}.`;
}

const list = (items: readonly string[]): string => items.map((item) => `- ${item}`).join("\n");
