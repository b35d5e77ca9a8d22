import type { MetricName } from "../../core/metrics.ts";
import { ABSENT, formatNumber } from "../numbers.ts";
import type { Figure } from "../rows.ts";
import { deviationOf } from "../theory.ts";
import { type Content, html } from "./markup.ts";

/** A figure in a table, with what theory says of it and how far apart they are beneath. */
export function compared(
  metric: MetricName,
  figure: Figure | undefined,
  format: (value: number) => string = formatNumber,
): Content {
  if (figure === undefined) return ABSENT;
  const deviation = deviationOf(metric, figure);
  if (deviation === undefined) return format(figure.value);
  const { measured, predicted, near, words } = deviation;
  return html`${format(measured)}<small>theory ${format(predicted)}</small><small class="${near ? "near" : "warn"}">${words}</small>`;
}
