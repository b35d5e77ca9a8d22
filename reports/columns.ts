import type { MetricName } from "../core/metrics.ts";
import { isMicro } from "./micro.ts";
import { ABSENT, formatCount, formatNumber, formatPercent } from "./numbers.ts";
import type { Figure, Row } from "./rows.ts";

/** A column of the table: one metric in the unit its head names. */
export interface Column {
  readonly metric: MetricName;
  readonly title: string;
  readonly unit: string;
  /** Title and unit where there is little room. */
  readonly short: readonly [title: string, unit: string];
  format(value: number): string;
}

const column = (
  metric: MetricName,
  title: string,
  unit: string,
  short: Column["short"],
  format: Column["format"] = formatNumber,
): Column => ({ metric, title, unit, short, format });

/** The table's columns, on the terminal and on the page. */
export const COLUMNS: readonly Column[] = [
  column("latencyP50Ms", "Latency p50", "ms", ["p50", "ms"]),
  column("latencyP99Ms", "Latency p99", "ms", ["p99", "ms"]),
  column("latencyMaxMs", "Latency max", "ms", ["max", "ms"]),
  column("requestsPerEvent", "Requests", "per event", ["requests", "/event"]),
  column("bytesPerEvent", "Bytes", "per event", ["bytes", "/event"]),
  column("emptyResponseRatio", "Empty answers", "%", ["empty %", "answers"], formatPercent),
  column("serverCpuUsPerEvent", "Server CPU", "µs per event", ["srv CPU", "µs/event"]),
  column("serverRssBytesPerConnection", "Memory", "KiB per client", ["memory", "KiB/conn"], (bytes) =>
    formatNumber(bytes / 1024),
  ),
  column("eventsLost", "Lost", "events", ["lost", "events"], formatCount),
];

/** The figures that theory is compared with; its columns are the table's where both have one. */
export const COMPARED: readonly Column[] = [
  columnOf("latencyP50Ms"),
  columnOf("latencyP99Ms"),
  column("latencyMeanMs", "Latency mean", "ms", ["mean", "ms"]),
  column("freshnessMeanMs", "Freshness mean", "ms", ["age", "ms"]),
  columnOf("requestsPerEvent"),
  columnOf("bytesPerEvent"),
];

/** The table's column of a metric that has one. */
export function columnOf(metric: MetricName): Column {
  return COLUMNS.find((candidate) => candidate.metric === metric)!;
}

/** The columns of hot paths that were timed beside references. */
export const MICRO_COLUMNS: readonly Column[] = [
  column("opP50Ns", "Ours", "ns per operation", ["ours", "ns/op"]),
  column("referenceOpP50Ns", "Reference", "ns per operation", ["reference", "ns/op"]),
  column("opReferenceRatio", "Ours ÷ reference", "less is faster", ["ratio", "ours/ref"]),
];

/** The columns that a result's table has: those of transports, or those of hot paths. */
export const columnsFor = (rows: readonly Row[]): readonly Column[] =>
  isMicro(rows) ? MICRO_COLUMNS : COLUMNS;

/** A figure as its column shows it; a dash where it was not measured. */
export function shown(column: Column, figure: Figure | undefined): string {
  return figure === undefined ? ABSENT : column.format(figure.value);
}
