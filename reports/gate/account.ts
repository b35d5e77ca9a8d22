import type { ComparisonRow } from "../../core/comparison.ts";
import { ABSENT } from "../numbers.ts";
import { clip } from "./clean.ts";
import {
  changeText,
  changeWithInterval,
  leadingKind,
  limitText,
  resolvableText,
  valueText,
  valueWithUnit,
} from "./figures.ts";

const MESSAGE_LENGTH = 400;

/** What a row is about: `websocket latencyP50Ms`. */
export const subjectOf = ({ id, metric }: ComparisonRow): string => `${clip(id)} ${clip(metric)}`;

/** A row's figures in words: both values, the change with its interval, the limit, what fresh pairs showed. */
export function accountOf(row: ComparisonRow): string {
  const parts = [valuesOf(row), changeOf(row), limitOf(row)].filter((part) => part !== "");
  const confirmation = confirmationOf(row);
  const figures = parts.join(", ") + (confirmation === "" ? "" : `; ${confirmation}`);
  const explained = leadingKind(row) !== undefined || row.class === "threshold";
  return !explained || row.outcome === "incomparable"
    ? [figures, clip(row.message, MESSAGE_LENGTH)].filter((part) => part !== "").join("; ")
    : figures;
}

/** A row in a sentence: its name and its figures. */
export function sentenceOf(row: ComparisonRow): string {
  return `${subjectOf(row)}: ${accountOf(row)}`;
}

/** Every figure of a row, one a line, for those who read the details. */
export function detailsOf(row: ComparisonRow): readonly string[] {
  const both = row.relative !== undefined && row.absolute !== undefined;
  const confirmation = confirmationOf(row);
  return [
    clip(row.message, 4 * MESSAGE_LENGTH),
    ...(row.base === undefined ? [] : [`base: ${valueWithUnit(row, row.base)}`]),
    ...(row.head === undefined ? [] : [`head: ${valueWithUnit(row, row.head)}`]),
    ...(row.relative === undefined
      ? []
      : [`change: ${changeWithInterval("relative", row)}, positive is worse`]),
    ...(row.absolute === undefined
      ? []
      : [`${both ? "in its unit" : "change"}: ${changeWithInterval("absolute", row)}, positive is worse`]),
    ...(row.limit === undefined ? [] : [`limit: ${limitText(row)}`]),
    ...(row.pairs === undefined ? [] : [`pairs: ${row.pairs}`]),
    ...(row.resolvable === undefined
      ? []
      : [`smallest change this run could have shown: ${resolvableText(row)}`]),
    ...(confirmation === "" ? [] : [`confirmation: ${confirmation}`]),
  ].filter((line) => line !== "");
}

function valuesOf(row: ComparisonRow): string {
  const { base, head, class: kind } = row;
  if (base === undefined && head === undefined) return "not measured";
  if (kind === "threshold") return head === undefined ? "not measured" : valueWithUnit(row, head);
  if (head === undefined) return `${valueWithUnit(row, base!)} → not measured`;
  return `${base === undefined ? ABSENT : valueText(row, base)} → ${valueWithUnit(row, head)}`;
}

function changeOf(row: ComparisonRow): string {
  const kind = leadingKind(row);
  if (kind === undefined || row.class === "threshold") return "";
  const text = changeWithInterval(kind, row);
  const inUnit = kind === "relative" ? row.absolute : undefined;
  return inUnit === undefined ? text : `${text} (${changeText("absolute", inUnit.estimate, row)})`;
}

function limitOf(row: ComparisonRow): string {
  if (row.limit === undefined) return "";
  const text = limitText(row);
  return /^no /.test(text) ? text : `limit ${text}`;
}

function confirmationOf(row: ComparisonRow): string {
  const { confirmation } = row;
  if (confirmation === undefined) return "";
  const { pairs, relative, absolute, beyond } = confirmation;
  const change =
    relative === undefined ? changeText("absolute", absolute, row) : changeText("relative", relative, row);
  return `${pairs} fresh pairs: ${change}, ${beyond ? "beyond the limit again" : "not beyond the limit"}`;
}
