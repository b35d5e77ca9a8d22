import type { ChangeLimit } from "../../core/change-limit.ts";
import { METRICS, type Metric, type MetricName } from "../../core/metrics.ts";
import { formatNumber, formatPercent } from "../../reports/numbers.ts";

const UNITS: Readonly<Record<Metric["unit"], string>> = {
  ms: " ms",
  us: " µs",
  ns: " ns",
  B: " B",
  count: "",
  ratio: "",
};

/** A value of a metric in its unit: `1.20 ms`, `92 B`; exact ones with every digit. */
export function quantity(value: number, metric: MetricName): string {
  const { unit, class: metricClass } = METRICS[metric];
  const digits = metricClass === "exact" ? String(Number(value.toPrecision(12))) : formatNumber(value);
  return `${digits}${UNITS[unit]}`;
}

/** A share as people write it: `8.2 %`; what is below zero keeps its sign. */
export const share = (value: number): string => `${value < 0 ? "−" : ""}${formatPercent(Math.abs(value))} %`;

/** A limit in words: `5 % and 0.50 ms`. */
export function limitInWords({ relative, absolute }: ChangeLimit, metric: MetricName): string {
  const parts = [
    ...(relative === undefined ? [] : [share(relative)]),
    ...(absolute === 0 && relative !== undefined ? [] : [quantity(absolute, metric)]),
  ];
  return parts.join(" and ");
}
