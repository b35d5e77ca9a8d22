import type { Comparison } from "../../core/comparison.ts";
import { sentenceOf } from "./account.ts";
import { clip } from "./clean.ts";
import { causesOf, verdictOf } from "./findings.ts";
import type { OutputOptions } from "./format.ts";

const MOST_ROWS = 5;
const MESSAGE = 3000;

const DATA: Readonly<Record<string, string>> = { "%": "%25", "\r": "%0D", "\n": "%0A" };
const PROPERTY: Readonly<Record<string, string>> = { ...DATA, ":": "%3A", ",": "%2C" };
const escapedData = (text: string): string => text.replace(/[%\r\n]/g, (character) => DATA[character]!);
const escapedProperty = (text: string): string =>
  text.replace(/[%\r\n:,]/g, (character) => PROPERTY[character]!);

/**
 * A comparison as one annotation of GitHub Actions, or nothing when all is well: an error where the command
 * fails, a warning where it could not tell, or a build differs from itself, and does not fail for that.
 */
export function renderWorkflowCommand(comparison: Comparison, { strict = false }: OutputOptions): string {
  const { word, sentence } = verdictOf(comparison);
  if (word === "ok") return "";
  const itself = comparison.kind === "aa" && word === "regressed";
  const open = itself || word === "inconclusive" || word === "incomparable";
  const level = open && !strict ? "warning" : "error";
  const causes = causesOf(comparison);
  const more = causes.length - MOST_ROWS;
  const notes = causes.length === 0 ? comparison.notes.slice(0, MOST_ROWS) : [];
  const lines = [
    sentence,
    ...causes.slice(0, MOST_ROWS).map(sentenceOf),
    ...(more > 0 ? [`and ${more} more`] : []),
    ...notes.map(({ message }) => clip(message, 300)),
  ];
  const title = `bench ${comparison.kind === "aa" ? "ab --aa" : comparison.kind}: ${word}, ${clip(comparison.scenario.name)}`;
  const message = lines
    .join("\n")
    .slice(0, MESSAGE)
    .replace(/[\ud800-\udbff]$/, "");
  return `::${level} title=${escapedProperty(title)}::${escapedData(message)}\n`;
}
