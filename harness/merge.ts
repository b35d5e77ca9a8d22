import { Histogram, type HistogramData } from "../core/histogram.ts";
import type { LoadReport, Purposes, Recording, RegressionSums, Tally } from "../core/messages.ts";

/** What all load workers of a cell measured together. */
export interface Load {
  readonly clients: number;
  readonly connected: number;
  readonly latency: Histogram;
  readonly wait: Histogram;
  readonly connect: Histogram;
  readonly negativeLatencies: number;
  readonly pollWait: Histogram;
  readonly clientWait: number;
  readonly freshness: LoadReport["freshness"];
  readonly answers: { readonly buffered: Histogram; readonly other: Histogram };
  readonly reask: Histogram;
  /** x: a client's place in the cell's order of connecting. */
  readonly fanOut: RegressionSums;
  readonly recoveries: Histogram;
  readonly reconnections: number;
  readonly unrecovered: number;
  readonly network?: { readonly bytes: number; readonly packets: number };
  readonly audit: LoadReport["audit"];
  readonly window: Tally;
  readonly ledger: LoadReport["ledger"];
  readonly exact: LoadReport["exact"];
  readonly lostConnections: number;
  readonly gone: number;
  readonly malformed: number;
  readonly firstFault?: string;
  readonly cpuUs: number;
  /** Mean and busiest second of the busiest worker. */
  readonly utilization: LoadReport["utilization"];
  readonly recording?: Recording;
  /** Digests of what each worker's witness received. */
  readonly received: readonly string[];
  readonly timeline: {
    readonly latency: readonly Histogram[];
    readonly events: readonly number[];
    readonly bytesDown: readonly number[];
    readonly bytesUp: readonly number[];
  };
}

/** Merges the reports of a cell's load workers: histograms and counts add, the busiest worker's load counts. */
export function mergeLoad(reports: readonly LoadReport[]): Load {
  const sum = (of: (report: LoadReport) => number): number =>
    reports.reduce((total, report) => total + of(report), 0);
  const most = (of: (report: LoadReport) => number): number => Math.max(...reports.map(of));
  const series = (of: (report: LoadReport) => readonly number[]) => addSeries(reports.map(of));
  const merged = (of: (report: LoadReport) => HistogramData) => mergeHistograms(reports.map(of));
  const clients = sum((report) => report.clients);
  const networks = reports.flatMap(({ network }) => network ?? []);
  const recording = reports.find((report) => report.recording !== undefined)?.recording;
  const firstFault = reports.find((report) => report.firstFault !== undefined)?.firstFault;
  return {
    clients,
    connected: sum((report) => report.connected),
    latency: merged((report) => report.latency),
    wait: merged((report) => report.wait),
    connect: merged((report) => report.connect),
    negativeLatencies: sum((report) => report.negativeLatencies),
    pollWait: merged((report) => report.pollWait),
    clientWait: sum((report) => report.clientWait),
    freshness: sumRecords(reports.map((report) => report.freshness)),
    answers: {
      buffered: merged((report) => report.answers.buffered),
      other: merged((report) => report.answers.other),
    },
    reask: merged((report) => report.reask),
    fanOut: sumRecords(reports.map((report) => stretched(report.fanOut, clients / report.clients))),
    recoveries: merged((report) => report.recoveries),
    reconnections: sum((report) => report.reconnections),
    unrecovered: sum((report) => report.unrecovered),
    ...(networks.length === 0 ? {} : { network: sumRecords(networks) }),
    audit: sumRecords(reports.map((report) => report.audit)),
    window: sumTallies(reports.map((report) => report.window)),
    ledger: sumRecords(reports.map((report) => report.ledger)),
    exact: smallest(reports.map((report) => report.exact)),
    lostConnections: sum((report) => report.lostConnections),
    gone: sum((report) => report.gone),
    malformed: sum((report) => report.malformed),
    ...(firstFault === undefined ? {} : { firstFault }),
    cpuUs: sum((report) => report.cpuUs),
    utilization: {
      mean: most((report) => report.utilization.mean),
      max: most((report) => report.utilization.max),
    },
    ...(recording === undefined ? {} : { recording }),
    received: reports.flatMap((report) => (report.received === undefined ? [] : [report.received])),
    timeline: {
      latency: mergeSeries(reports.map((report) => report.timeline.latency)),
      events: series((report) => report.timeline.events),
      bytesDown: series((report) => report.timeline.bytesDown),
      bytesUp: series((report) => report.timeline.bytesUp),
    },
  };
}

/** A worker's places spread over the cell's: its clients connect while those of the others do. */
function stretched({ n, x, y, xx, xy, yy }: RegressionSums, by: number): RegressionSums {
  return { n, x: x * by, y, xx: xx * by * by, xy: xy * by, yy };
}

function mergeHistograms(parts: readonly HistogramData[]): Histogram {
  const whole = new Histogram();
  for (const part of parts) whole.merge(Histogram.fromData(part));
  return whole;
}

function mergeSeries(series: readonly (readonly HistogramData[])[]): Histogram[] {
  const length = Math.max(0, ...series.map((one) => one.length));
  return Array.from({ length }, (_, i) => mergeHistograms(series.flatMap((one) => one[i] ?? [])));
}

function addSeries(series: readonly (readonly number[])[]): number[] {
  const length = Math.max(0, ...series.map((one) => one.length));
  return Array.from({ length }, (_, i) => series.reduce((total, one) => total + (one[i] ?? 0), 0));
}

function sumRecords<T extends { readonly [K in keyof T]: number }>(records: readonly T[]): T {
  return combine(records, (a, b) => a + b);
}

function smallest<T extends { readonly [K in keyof T]?: number }>(records: readonly T[]): T {
  return combine(records, Math.min);
}

/** Combines records of numbers key by key; a key that only some have is taken from those. */
function combine<T extends object>(records: readonly T[], how: (a: number, b: number) => number): T {
  const out: Record<string, number> = {};
  for (const record of records) {
    for (const [key, value] of Object.entries(record) as [string, number][]) {
      const before = out[key];
      out[key] = before === undefined ? value : how(before, value);
    }
  }
  return out as T;
}

function sumTallies(tallies: readonly Tally[]): Tally {
  const flat = tallies.map(({ up: _up, down: _down, ...counts }) => counts);
  return {
    ...sumRecords(flat),
    up: sumRecords<Purposes>(tallies.map((tally) => tally.up)),
    down: sumRecords<Purposes>(tallies.map((tally) => tally.down)),
  };
}
