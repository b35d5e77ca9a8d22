import type { ComparisonRow } from "../../core/comparison.ts";
import { ABSENT, formatCount, formatNumber, formatPercent } from "../numbers.ts";
import { clip } from "./clean.ts";

/** A change as a share of the base, or in the metric's unit; positive is worse. */
export type ChangeKind = "relative" | "absolute";

const UNIT_LENGTH = 12;

/** A unit as a head or a figure shows it: nothing where the figure is a bare number. */
export function unitWord(unit: string): string {
  if (unit === "count" || unit === "ratio") return "";
  return unit === "us" ? "µs" : clip(unit, UNIT_LENGTH);
}

/** A value of a row without its unit: all digits where every one counts, else about three. */
export function valueText({ class: kind }: ComparisonRow, value: number | undefined): string {
  if (value === undefined) return ABSENT;
  return kind === "exact" && Number.isInteger(value) ? formatCount(value) : formatNumber(value);
}

/** With its unit. */
export const valueWithUnit = (row: ComparisonRow, value: number): string =>
  withUnit(valueText(row, value), row.unit);

const withUnit = (figure: string, unit: string): string => `${figure} ${unitWord(unit)}`.trimEnd();
const signed = (value: number, size: string): string =>
  Number(size.replaceAll(",", "")) === 0 ? "0" : `${value < 0 ? "-" : "+"}${size}`;

const bare = (kind: ChangeKind, value: number, row: ComparisonRow): string =>
  signed(value, kind === "relative" ? percentText(Math.abs(value)) : valueText(row, Math.abs(value)));

/** A share as a percentage with one decimal at most: noise does not have more. */
function percentText(share: number): string {
  const percent = share * 100;
  return formatCount(Number(percent.toFixed(percent >= 9.95 ? 0 : 1)));
}

/** `+8.2 %`, or in the metric's unit: `+0.41 ms`. */
export function changeText(kind: ChangeKind, value: number, row: ComparisonRow): string {
  return kind === "relative" ? `${bare(kind, value, row)} %` : withUnit(bare(kind, value, row), row.unit);
}

/** The kind of change that a row's limit is about: a share where there is one. */
export function leadingKind({ relative, absolute, limit }: ComparisonRow): ChangeKind | undefined {
  if (relative === undefined) return absolute === undefined ? undefined : "absolute";
  const onlyAbsolute = limit?.absolute !== undefined && limit.relative === undefined;
  return onlyAbsolute && absolute !== undefined ? "absolute" : "relative";
}

/** `+17…+25`, in the unit of the change; a dash where there is no interval. */
export function intervalText(kind: ChangeKind, row: ComparisonRow): string {
  const { low, high } = row[kind] ?? {};
  return low === undefined || high === undefined
    ? ABSENT
    : `${bare(kind, low, row)}…${bare(kind, high, row)}`;
}

/** `+21 % [+17, +25]`: the change, and in brackets its 95 % interval in the same unit. */
export function changeWithInterval(kind: ChangeKind, row: ComparisonRow): string {
  const { estimate, low, high } = row[kind] ?? {};
  if (estimate === undefined) return ABSENT;
  const text = changeText(kind, estimate, row);
  if (low === undefined || high === undefined) return text;
  return `${text} [${bare(kind, low, row)}, ${bare(kind, high, row)}]`;
}

/** A limit's figure as somebody wrote it, or to three digits where it is a share of something measured. */
function asWritten(value: number): string {
  const short = Number(value.toPrecision(4));
  return Math.abs(short - value) > 1e-9 * Math.abs(value) ? formatNumber(value) : formatCount(short);
}

/** `5 % and 0.5 ms`, both of which a change has to pass; `< 50 ms` for a threshold; `no change allowed` where any counts. */
export function limitText({ limit, unit }: ComparisonRow): string {
  if (limit === undefined) return ABSENT;
  const parts = [
    ...(limit.text === undefined ? [] : [withUnit(clip(limit.text, 24), unit)]),
    ...(limit.relative ? [`${formatPercent(limit.relative)} %`] : []),
    ...(limit.absolute ? [withUnit(asWritten(limit.absolute), unit)] : []),
  ];
  return parts.length === 0 ? "no change allowed" : parts.join(" and ");
}

/** Whether the smallest change a row could have shown is a share or in the unit. */
const resolvableKind = (row: ComparisonRow): ChangeKind =>
  row.limit?.relative !== undefined || (row.limit?.absolute === undefined && row.relative !== undefined)
    ? "relative"
    : "absolute";

/** The smallest change that the row's pairs would have shown: `3.1 %`, `0.2 ms`. */
export function resolvableText(row: ComparisonRow): string {
  if (row.resolvable === undefined) return ABSENT;
  return resolvableKind(row) === "relative"
    ? `${formatPercent(row.resolvable)} %`
    : withUnit(formatNumber(row.resolvable), row.unit);
}

/** Whether the row cannot tell its sides apart: the interval holds no change, or the values are the same. */
export function tied(row: ComparisonRow): boolean {
  const kind = leadingKind(row);
  const change = kind === undefined ? undefined : row[kind];
  if (change?.low !== undefined && change.high !== undefined) return change.low <= 0 && change.high >= 0;
  return row.base !== undefined && row.base === row.head;
}
