import { METRICS, type MetricName } from "../core/metrics.ts";
import { COMPARED, type Column } from "./columns.ts";
import { counted, listed } from "./names.ts";
import { formatFactor, formatNumber, formatPercent } from "./numbers.ts";
import type { Figure, Row } from "./rows.ts";

/** A figure this close to its prediction, as a share of it, is as predicted. */
export const NEAR_SHARE = 0.05;
/** A time this close is as predicted, too: below it a machine's own noise is as large as what is compared. */
export const NEAR_MS = 1.5;
/** The rule in words. */
export const NEAR_WORDS = `within ${formatPercent(NEAR_SHARE)} % or ${NEAR_MS} ms`;

/** How a measured figure stands to what theory says. */
export interface Deviation {
  readonly measured: number;
  readonly predicted: number;
  /** (measured − predicted) ÷ predicted; infinite where only the prediction is 0. */
  readonly share: number;
  readonly near: boolean;
  /** `as predicted`, `37 % above theory`, `2.4× theory`. */
  readonly words: string;
}

/** Compares a figure with its prediction; `undefined` where there is none. */
export function deviationOf(metric: MetricName, figure: Figure | undefined): Deviation | undefined {
  if (figure?.predicted === undefined) return undefined;
  const { value: measured, predicted } = figure;
  const off = measured - predicted;
  const share = off === 0 ? 0 : off / Math.abs(predicted);
  const near = Math.abs(share) <= NEAR_SHARE || (METRICS[metric].unit === "ms" && Math.abs(off) <= NEAR_MS);
  return { measured, predicted, share, near, words: near ? "as predicted" : distance(share, predicted) };
}

function distance(share: number, predicted: number): string {
  if (!Number.isFinite(share)) return `where theory says ${formatNumber(predicted)}`;
  if (share >= 1) return `${formatFactor(1 + share)} theory`;
  return `${formatPercent(Math.abs(share))} % ${share > 0 ? "above" : "below"} theory`;
}

/** One figure of a row beside theory. */
export interface Comparison {
  readonly row: Row;
  readonly column: Column;
  readonly deviation: Deviation;
}

/** Every figure that has a prediction, row by row. Invalid rows are never compared. */
export function comparisonsOf(rows: readonly Row[]): readonly Comparison[] {
  return rows
    .filter(({ status }) => status === "valid")
    .flatMap((row) =>
      COMPARED.flatMap((column) => {
        const deviation = deviationOf(column.metric, row.metrics[column.metric]);
        return deviation === undefined ? [] : [{ row, column, deviation }];
      }),
    );
}

/** Those that are not as predicted, the furthest off first. */
export function deviating(comparisons: readonly Comparison[]): readonly Comparison[] {
  const distanceOf = ({ deviation }: Comparison) => Math.abs(deviation.share);
  return comparisons
    .filter(({ deviation }) => !deviation.near)
    .sort((a, b) => (distanceOf(a) === distanceOf(b) ? 0 : distanceOf(b) - distanceOf(a)));
}

/** An assumption of theory that does not hold, with the rows it does not hold for. */
export interface FailedAssumption {
  readonly message: string;
  readonly rows: readonly Row[];
}

/**
 * The assumptions that do not hold, each message once. Blocks word one failure with figures of their own: the
 * first of a row stands for it.
 */
export function failedAssumptions(rows: readonly Row[]): readonly FailedAssumption[] {
  const messages = new Map<string, Row[]>();
  for (const row of rows.filter(({ status }) => status === "valid")) {
    const byCode = new Map<string, string>();
    for (const { code, message } of row.cells.flatMap(({ prediction }) => prediction?.failed ?? [])) {
      if (!byCode.has(code)) byCode.set(code, message);
    }
    for (const message of byCode.values()) messages.set(message, [...(messages.get(message) ?? []), row]);
  }
  return [...messages].map(([message, whose]) => ({ message, rows: whose }));
}

/** How well theory did, in a sentence or two; `undefined` where it predicts nothing. */
export function theorySentence(rows: readonly Row[]): string | undefined {
  const comparisons = comparisonsOf(rows);
  if (comparisons.length === 0) return undefined;
  const [furthest, ...others] = deviating(comparisons);
  const all = counted(comparisons.length, "figure");
  if (furthest === undefined) {
    return comparisons.length === 1
      ? `The one figure that theory predicts is as predicted: ${NEAR_WORDS}.`
      : `All ${all} that theory predicts are as predicted: ${NEAR_WORDS}.`;
  }
  const near = comparisons.length - others.length - 1;
  const { row, column, deviation } = furthest;
  const opening = `${near} of ${all} that theory predicts ${near === 1 ? "is" : "are"} as predicted (${NEAR_WORDS})`;
  const what = `${column.title.charAt(0).toLowerCase()}${column.title.slice(1)}`;
  return `${opening}; the furthest off is ${row.name}’s ${what}, ${formatNumber(deviation.measured)} against ${formatNumber(deviation.predicted)}, ${deviation.words}.`;
}

/** Names of rows for a sentence. */
export const labelsOf = (rows: readonly Row[]): string => listed(rows.map(({ label }) => label));
