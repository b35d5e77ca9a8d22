/**
 * - `exact`: follows from the stream and the protocol; no tolerance on any machine.
 * - `counted`: also depends on when polls fall; a tolerance.
 * - `modelled`: a latency less what is known to have been waited for; compares only in paired runs, by differences.
 * - `timing`: depends on the machine; compares only in paired runs.
 */
export const METRIC_CLASSES = ["exact", "counted", "modelled", "timing"] as const;

export type MetricClass = (typeof METRIC_CLASSES)[number];

/** By how much two runs of the same thing may differ: the larger of the two counts. */
export interface Tolerance {
  /** Share of the value, such as 0.02. */
  readonly relative: number;
  /** In the metric's unit. */
  readonly absolute: number;
}

export interface Metric {
  readonly unit: "ms" | "us" | "ns" | "B" | "count" | "ratio";
  readonly class: MetricClass;
  /** Of a counted metric. */
  readonly tolerance?: Tolerance;
  /** Which way is better; `none` for a figure that only describes. */
  readonly better: "lower" | "higher" | "none";
  readonly meaning: string;
}

const metric = (
  unit: Metric["unit"],
  metricClass: MetricClass,
  better: Metric["better"],
  meaning: string,
): Metric => ({ unit, class: metricClass, better, meaning });

const counted = (
  unit: Metric["unit"],
  better: Metric["better"],
  tolerance: Tolerance,
  meaning: string,
): Metric => ({ ...metric(unit, "counted", better, meaning), tolerance });

/** Every metric a cell can have. A metric that was not measured is absent from a result, never 0. */
export const METRICS = {
  latencyMeanMs: metric(
    "ms",
    "timing",
    "lower",
    "delivered − due, mean over every (client, event) of the window",
  ),
  latencyP50Ms: metric("ms", "timing", "lower", "delivered − due, median"),
  latencyP90Ms: metric("ms", "timing", "lower", "delivered − due, 90th percentile"),
  latencyP99Ms: metric("ms", "timing", "lower", "delivered − due, 99th percentile; from 1,000 samples on"),
  latencyP999Ms: metric(
    "ms",
    "timing",
    "lower",
    "delivered − due, 99.9th percentile; from 10,000 samples on",
  ),
  latencyMaxMs: metric("ms", "timing", "lower", "delivered − due, largest"),
  latencyBeyondPollWaitMs: metric(
    "ms",
    "modelled",
    "lower",
    "latencyMeanMs − splitPollWaitMs: what the waits for polls, T/2 in theory, do not explain",
  ),
  freshnessMeanMs: metric(
    "ms",
    "timing",
    "lower",
    "age of information: now − due of the newest event a client has, mean over the window and its clients",
  ),
  freshnessPeakMs: metric(
    "ms",
    "timing",
    "lower",
    "age of information just before something newer arrives, mean",
  ),
  splitSlipMs: metric(
    "ms",
    "timing",
    "lower",
    "of latencyMeanMs: emitted − due, the harness's own lateness, where nothing else was waited for",
  ),
  splitPollWaitMs: metric(
    "ms",
    "timing",
    "lower",
    "of latencyMeanMs: from due until the request that brought the event was sent, where it was sent later",
  ),
  splitTransitMs: metric(
    "ms",
    "timing",
    "lower",
    "of latencyMeanMs: the way into, through and from the server",
  ),
  splitClientMs: metric(
    "ms",
    "timing",
    "lower",
    "of latencyMeanMs: waiting inside the load worker while it handled other clients",
  ),
  answerMeanMs: metric(
    "ms",
    "timing",
    "lower",
    "from a request until its answer is complete, mean over answers that did not wait for an event",
  ),
  reaskMeanMs: metric("ms", "timing", "lower", "long polling: from an answer until the next request, mean"),
  serverFanOutUsPerClient: metric(
    "us",
    "timing",
    "lower",
    "server: from reading an event until every client that waited for it was handed it, per client",
  ),
  fanOutUsPerClient: metric(
    "us",
    "timing",
    "lower",
    "push: how much later each further client gets an event, by order of connecting",
  ),
  recoveryMaxMs: metric(
    "ms",
    "timing",
    "lower",
    "from the first lost connection until every client was connected and had what it missed, longest",
  ),
  reconnections: counted(
    "count",
    "none",
    { relative: 0.5, absolute: 5 },
    "subscriptions opened again after they had been lost",
  ),
  publishSlipP50Ms: metric("ms", "timing", "lower", "emitted − due, median: the harness's own lateness"),
  publishSlipP99Ms: metric("ms", "timing", "lower", "emitted − due, 99th percentile; from 1,000 events on"),
  ingestP50Ms: metric("ms", "timing", "lower", "received by the server − emitted, median"),
  ingestP99Ms: metric("ms", "timing", "lower", "received by the server − emitted, 99th percentile"),
  eventsExpected: metric("count", "exact", "none", "(client, event) pairs due in the window"),
  eventsDelivered: metric("count", "exact", "higher", "of those, delivered with the right bytes"),
  eventsLost: metric("count", "exact", "lower", "of those, never delivered"),
  eventsDuplicated: metric("count", "exact", "lower", "deliveries of a pair that had been delivered before"),
  eventsReordered: metric(
    "count",
    "exact",
    "lower",
    "pairs delivered after a later event of the same client",
  ),
  eventsCorrupted: metric("count", "exact", "lower", "events whose bytes differ from the stream's"),
  requestBytes: metric("B", "exact", "lower", "one request for events, with a one-digit cursor"),
  emptyResponseBytes: metric("B", "exact", "lower", "one answer without an event"),
  eventOverheadBytes: metric("B", "exact", "lower", "what one event costs on the stream beyond its envelope"),
  responseOverheadBytes: metric(
    "B",
    "exact",
    "lower",
    "what one answer with events costs beyond its events, with a length of two digits",
  ),
  handshakeBytesPerConnection: metric("B", "exact", "lower", "opening one subscription, both directions"),
  requestsPerEvent: counted(
    "ratio",
    "lower",
    { relative: 0.05, absolute: 0.01 },
    "HTTP requests per delivered event",
  ),
  emptyResponseRatio: counted(
    "ratio",
    "lower",
    { relative: 0.1, absolute: 0.06 },
    "answers without an event ÷ all answers",
  ),
  skippedPolls: counted(
    "count",
    "lower",
    { relative: 0.5, absolute: 30 },
    "polls due while the one before was unanswered",
  ),
  bytesPerEvent: counted(
    "B",
    "lower",
    { relative: 0.05, absolute: 1 },
    "bytes on the TCP stream per delivered event, both ways, openings apart",
  ),
  bytesUpPerEvent: counted("B", "lower", { relative: 0.05, absolute: 1 }, "of those, from client to server"),
  bytesDownPerEvent: counted(
    "B",
    "lower",
    { relative: 0.05, absolute: 1 },
    "of those, from server to client",
  ),
  payloadBytesPerEvent: counted("B", "none", { relative: 0.05, absolute: 1 }, "of bytesPerEvent: envelopes"),
  headerBytesPerEvent: counted(
    "B",
    "lower",
    { relative: 0.05, absolute: 1 },
    "of bytesPerEvent: HTTP request and response heads",
  ),
  framingBytesPerEvent: counted(
    "B",
    "lower",
    { relative: 0.05, absolute: 1 },
    "of bytesPerEvent: frame headers, separators, control frames",
  ),
  networkBytesPerEvent: counted(
    "B",
    "lower",
    { relative: 0.05, absolute: 1 },
    "bytes on the network per delivered event, IP and TCP headers and acknowledgements included, measured",
  ),
  networkPacketsPerEvent: counted(
    "count",
    "lower",
    { relative: 0.05, absolute: 0.05 },
    "packets per delivered event, measured",
  ),
  networkBytesEstimatePerEvent: counted(
    "B",
    "lower",
    { relative: 0.05, absolute: 1 },
    "bytes on the network per delivered event, estimated from the stream: 52 bytes a packet",
  ),
  connectP50Ms: metric("ms", "timing", "lower", "opening a subscription, median"),
  connectP99Ms: metric("ms", "timing", "lower", "opening a subscription, 99th percentile"),
  serverCpuUsPerEvent: metric(
    "us",
    "timing",
    "lower",
    "server CPU time per delivered event; the publisher's is not in it",
  ),
  serverRssBytesPerConnection: metric(
    "B",
    "timing",
    "lower",
    "growth of the server's memory per connected client",
  ),
  serverLoopDelayP99Ms: metric(
    "ms",
    "timing",
    "lower",
    "server event-loop delay, 99th percentile, resolution subtracted",
  ),
  clientCpuUsPerEvent: metric(
    "us",
    "timing",
    "lower",
    "load workers' CPU time per delivered event: the generator's own cost",
  ),
  clientLoopUtilization: metric(
    "ratio",
    "timing",
    "lower",
    "share of the window the busiest load worker's event loop worked",
  ),
  opP50Ns: metric(
    "ns",
    "timing",
    "lower",
    "bench micro: one operation of a hot path, median of a round's batches",
  ),
  referenceOpP50Ns: metric(
    "ns",
    "timing",
    "none",
    "bench micro: the same operation by the reference, in that round",
  ),
  opReferenceRatio: metric(
    "ratio",
    "timing",
    "lower",
    "bench micro: opP50Ns ÷ referenceOpP50Ns of the same round",
  ),
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricName = keyof typeof METRICS;

export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

/** The metrics of one cell; one that was not measured is absent. */
export type MetricValues = Readonly<Partial<Record<MetricName, number>>>;

/** Whether a word names a metric. */
export function isMetricName(word: string): word is MetricName {
  return Object.hasOwn(METRICS, word);
}
