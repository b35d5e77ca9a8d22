import type { Comparison, ComparisonRow } from "../../core/comparison.ts";
import { code, inert, tableRow } from "../markdown-text.ts";
import { capitalised } from "../names.ts";
import { accountOf } from "./account.ts";
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
import { causesOf, circumstancesOf, decides, rowsWith, shownRows, verdictOf } from "./findings.ts";
import { nextSteps } from "./next-steps.ts";
import { noiseFloorText, noiseWarnings } from "./noise.ts";

/** GitHub drops a step's summary beyond 1 MiB; two of these and what others write still fit. */
export const MOST_BYTES = 384 * 1024;

const MOST_LISTED = 20;
const NOTE_LENGTH = 400;
const COMMAND_LENGTH = 300;

const HEAD = [
  "Entry",
  "Metric",
  "Unit",
  "Base",
  "Head",
  "Change",
  "95 % interval",
  "Limit",
  "Could show",
  "Outcome",
];
const NOISE_HEAD = ["Entry", "Metric", "Unit", "Value", "Noise up to", "Smallest shown", "Limit"];

/** A comparison as GitHub Markdown for a step's summary: the verdict, what caused it, the table, notes, what next. */
export function renderMarkdown(comparison: Comparison): string {
  const { word, sentence } = verdictOf(comparison);
  const noise = comparison.kind === "aa" && decides(comparison);
  const scenario = name(comparison.scenario.name);
  const head = [
    noise ? `### Noise: ${scenario}` : `### ${capitalised(word)}: ${scenario}`,
    ...(noise ? [] : [inert(`${capitalised(sentence)}.`)]),
    circumstancesOf(comparison).map(inert).join(" · "),
    list(causes(comparison)),
    list(noise ? noiseWarnings(comparison).map((text) => `**warning** ${inert(text)}`) : []),
    list(comparison.notes.map(({ message }) => `note: ${inert(clip(message, NOTE_LENGTH))}`)),
  ];
  const tail = nextSteps(comparison).map(
    ({ why, command }) => `${inert(capitalised(why))}: ${code(clip(command, COMMAND_LENGTH))}`,
  );
  const around = [...head, ...tail].join("\n\n");
  const table = noise
    ? tableOf(NOISE_HEAD, comparison.rows.map(noiseCells), around)
    : tableOf(HEAD, shownRows(comparison).map(cells), around);
  return `${[...head, table, ...tail].filter((part) => part !== "").join("\n\n")}\n`;
}

const name = (text: string): string => code(clip(text));

function causes(comparison: Comparison): readonly string[] {
  const rows = [...causesOf(comparison), ...(decides(comparison) ? rowsWith(comparison, "improved") : [])];
  return rows.map(
    (row) => `**${row.outcome}** ${name(row.id)} ${name(row.metric)}: ${inert(accountOf(row))}`,
  );
}

function list(items: readonly string[]): string {
  const more = items.length - MOST_LISTED;
  const shown = items.slice(0, MOST_LISTED).map((item) => `- ${item}`);
  return [...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join("\n");
}

/** As many rows as there is room for beside the rest of the page. */
function tableOf(head: readonly string[], rows: readonly (readonly string[])[], around: string): string {
  if (rows.length === 0) return "";
  const lines = [tableRow(head), tableRow(head.map((_, index) => (index < 3 ? ":--" : "--:")))];
  let room = MOST_BYTES - Buffer.byteLength(around) - 1024;
  for (const [index, row] of rows.entries()) {
    const line = tableRow(row);
    room -= Buffer.byteLength(line) + 1;
    if (room < 0) return `${lines.join("\n")}\n\n${(rows.length - index).toLocaleString("en")} more rows`;
    lines.push(line);
  }
  return lines.join("\n");
}

function cells(row: ComparisonRow): readonly string[] {
  const kind = leadingKind(row);
  const change = kind === undefined ? undefined : row[kind];
  const marked = ["regressed", "missing", "inconclusive"].includes(row.outcome);
  return [
    name(row.id),
    name(row.metric),
    inert(unitWord(row.unit)),
    inert(valueText(row, row.base)),
    inert(valueText(row, row.head)),
    kind === undefined || change === undefined ? "" : inert(changeText(kind, change.estimate, row)),
    kind === undefined || change?.low === undefined ? "" : inert(intervalText(kind, row)),
    row.limit === undefined ? "" : inert(limitText(row)),
    row.resolvable === undefined ? "" : inert(resolvableText(row)),
    marked ? `**${row.outcome}**` : row.outcome === "ok" && tied(row) ? "ok, tied" : row.outcome,
  ];
}

function noiseCells(row: ComparisonRow): readonly string[] {
  return [
    name(row.id),
    name(row.metric),
    inert(unitWord(row.unit)),
    inert(valueText(row, row.head ?? row.base)),
    inert(noiseFloorText(row) ?? ""),
    inert(resolvableText(row)),
    inert(limitText(row)),
  ];
}
