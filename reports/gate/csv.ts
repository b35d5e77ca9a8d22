import type { Comparison, ComparisonRow } from "../../core/comparison.ts";
import { visible } from "./clean.ts";

type Field = string | number | boolean | undefined;

/** What a spreadsheet would take for the start of a formula, also behind spaces and in full width. */
const FORMULA = /^\s*[=+\-@|＝＋－＠]/;

const COLUMNS: readonly (readonly [name: string, of: (row: ComparisonRow, whole: Comparison) => Field])[] = [
  ["scenario", (_, { scenario }) => scenario.name],
  ["entry", ({ id }) => id],
  ["metric", ({ metric }) => metric],
  ["unit", ({ unit }) => unit],
  ["class", (row) => row.class],
  ["better", ({ better }) => better],
  ["outcome", ({ outcome }) => outcome],
  ["base", ({ base }) => base],
  ["head", ({ head }) => head],
  ["pairs", ({ pairs }) => pairs],
  ["relative", ({ relative }) => relative?.estimate],
  ["relativeLow", ({ relative }) => relative?.low],
  ["relativeHigh", ({ relative }) => relative?.high],
  ["absolute", ({ absolute }) => absolute?.estimate],
  ["absoluteLow", ({ absolute }) => absolute?.low],
  ["absoluteHigh", ({ absolute }) => absolute?.high],
  ["limitRelative", ({ limit }) => limit?.relative],
  ["limitAbsolute", ({ limit }) => limit?.absolute],
  ["limitText", ({ limit }) => limit?.text],
  ["resolvable", ({ resolvable }) => resolvable],
  ["confirmedPairs", ({ confirmation }) => confirmation?.pairs],
  ["confirmedRelative", ({ confirmation }) => confirmation?.relative],
  ["confirmedAbsolute", ({ confirmation }) => confirmation?.absolute],
  ["confirmedBeyond", ({ confirmation }) => confirmation?.beyond],
  ["comparison", (_, { outcome, run }) => (run.aborted ? "aborted" : outcome)],
  ["message", ({ message }) => message],
];

/**
 * Every row of a comparison as CSV (RFC 4180): a line of names, all digits, an empty field where something was
 * not measured. A text that a spreadsheet would run as a formula has an apostrophe in front.
 */
export function renderCsv(comparison: Comparison): string {
  const lines = [
    COLUMNS.map(([name]) => name),
    ...comparison.rows.map((row) => COLUMNS.map(([, of]) => field(of(row, comparison)))),
  ];
  return lines.map((line) => `${line.join(",")}\r\n`).join("");
}

function field(value: Field): string {
  if (value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const text = visible(value);
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
