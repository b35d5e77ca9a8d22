import { Histogram } from "../core/histogram.ts";
import type { PublisherReport, ServerReport } from "../core/messages.ts";
import type { MetricName, MetricValues } from "../core/metrics.ts";
import type { Scenario, TransportEntry } from "../core/scenario.ts";
import { type Asking, isTransportName, TRANSPORTS, type TransportInfo } from "../core/transports.ts";
import { type Milliseconds, type Nanoseconds, nsToMs } from "../core/units.ts";
import { fanOutFit } from "./fan-out.ts";
import { latencySplit } from "./latency-split.ts";
import type { Load } from "./merge.ts";

/** Samples below which a percentile would be a few events' luck. */
export const P99_SAMPLES = 1000;
export const P999_SAMPLES = 10_000;

/**
 * A server too busy to open its window in time has read its CPU over less of it. Divided by the events of the
 * whole window that would flatter it, so below this share of the window the figure is left out.
 */
export const MIN_CPU_SHARE = 0.95;

/** What a cell's metrics are made from. */
export interface CellEvidence {
  readonly scenario: Pick<Scenario, "phases">;
  readonly entry: TransportEntry;
  readonly load: Load;
  readonly publisher: PublisherReport;
  readonly server: ServerReport;
}

/** The metrics of one cell from its reports; what was not measured is left out. */
export function cellMetrics({ scenario, entry, load, publisher, server }: CellEvidence): MetricValues {
  const slip = Histogram.fromData(publisher.slip);
  const ingest = Histogram.fromData(server.ingest);
  return present({
    ...latencies(load.latency),
    ...freshness(load.freshness),
    ...latencySplit(load, publisher),
    latencyBeyondPollWaitMs: beyondPollWait(load, publisher),
    ...exchanges(load, entry),
    serverFanOutUsPerClient: serverFanOut(server, load, entry),
    fanOutUsPerClient: fanOutFit(load)?.usPerClient,
    ...recovery(load),
    publishSlipP50Ms: ms(slip.quantile(0.5)),
    publishSlipP99Ms: p99(slip),
    ingestP50Ms: ms(ingest.quantile(0.5)),
    ingestP99Ms: p99(ingest),
    eventsExpected: load.audit.expected,
    eventsDelivered: load.audit.delivered,
    eventsLost: load.audit.lost,
    eventsDuplicated: load.audit.duplicated,
    eventsReordered: load.audit.reordered,
    eventsCorrupted: load.audit.corrupted,
    requestBytes: load.exact.requestBytes,
    emptyResponseBytes: load.exact.emptyResponseBytes,
    eventOverheadBytes: load.exact.eventOverheadBytes,
    responseOverheadBytes: load.exact.comparableResponseBytes,
    handshakeBytesPerConnection: load.exact.handshakeBytes,
    ...requests(load),
    ...bytes(load),
    networkBytesPerEvent: load.network && perEvent(load.network.bytes, load),
    networkPacketsPerEvent: load.network && perEvent(load.network.packets, load),
    connectP50Ms: ms(load.connect.quantile(0.5)),
    connectP99Ms: p99(load.connect),
    serverCpuUsPerEvent: serverCpu(server, load, scenario.phases.measureMs),
    serverRssBytesPerConnection: memoryPerConnection(server, load),
    serverLoopDelayP99Ms: nsToMs(server.loopDelayP99),
    clientCpuUsPerEvent: perEvent(load.cpuUs, load),
    clientLoopUtilization: load.utilization.mean,
  });
}

/** What one client costs the server in a fan-out; nobody waits for an event where clients poll. */
function serverFanOut(
  { fanOut }: ServerReport,
  { clients }: Load,
  entry: TransportEntry,
): number | undefined {
  if (askingOf(entry) === "paced" || fanOut.events === 0) return undefined;
  return fanOut.time / 1000 / fanOut.events / clients;
}

type Found = Partial<Record<MetricName, number | undefined>>;

function latencies(latency: Histogram): Found {
  return {
    latencyMeanMs: ms(latency.mean),
    latencyP50Ms: ms(latency.quantile(0.5)),
    latencyP90Ms: ms(latency.quantile(0.9)),
    latencyP99Ms: p99(latency),
    latencyP999Ms: latency.count >= P999_SAMPLES ? ms(latency.quantile(0.999)) : undefined,
    latencyMaxMs: ms(latency.max),
  };
}

/** Without the waits for polls, which fall where they fall, a latency says what the server did to it. */
function beyondPollWait(load: Load, publisher: PublisherReport): number | undefined {
  const split = latencySplit(load, publisher);
  return split && split.splitSlipMs + split.splitTransitMs + split.splitClientMs;
}

function freshness({ ageTime, time, peakSum, peaks }: Load["freshness"]): Found {
  return {
    freshnessMeanMs: time === 0 ? undefined : nsToMs(ageTime / time),
    freshnessPeakMs: peaks === 0 ? undefined : nsToMs(peakSum / peaks),
  };
}

/**
 * Answers that did not wait for an event: all where clients ask at a pace of their own, and elsewhere, where a
 * request may be held, those with an event that was there before it. A pause that is meant is no re-ask.
 */
function exchanges({ answers, reask }: Load, entry: TransportEntry): Found {
  const asking = askingOf(entry);
  const prompt = new Histogram();
  prompt.merge(answers.buffered);
  if (asking === "paced") prompt.merge(answers.other);
  return {
    answerMeanMs: ms(prompt.mean),
    reaskMeanMs: asking === "at-once" ? ms(reask.mean) : undefined,
  };
}

/** Absent where no connection was lost; the longest outage also where one had not ended: nobody knows it. */
function recovery({ recoveries, reconnections, unrecovered, lostConnections }: Load): Found {
  if (lostConnections === 0) return {};
  return { recoveryMaxMs: unrecovered > 0 ? undefined : ms(recoveries.max), reconnections };
}

function serverCpu({ cpuUs, cpuSpan }: ServerReport, load: Load, windowMs: Milliseconds): number | undefined {
  return nsToMs(cpuSpan) < MIN_CPU_SHARE * windowMs ? undefined : perEvent(cpuUs, load);
}

/** The 99th percentile in ms, where there are samples enough for one. */
function p99(spans: Histogram): number | undefined {
  return spans.count >= P99_SAMPLES ? ms(spans.quantile(0.99)) : undefined;
}

function requests(load: Load): Found {
  const { requests: asked, responses, emptyResponses, skippedPolls } = load.window;
  return {
    requestsPerEvent: perEvent(asked, load),
    emptyResponseRatio: responses === 0 ? undefined : emptyResponses / responses,
    skippedPolls: asked === 0 ? undefined : skippedPolls,
  };
}

function bytes(load: Load): Found {
  const { up, down } = load.window;
  const upTotal = up.payload + up.headers + up.framing;
  const downTotal = down.payload + down.headers + down.framing;
  return {
    bytesPerEvent: perEvent(upTotal + downTotal, load),
    bytesUpPerEvent: perEvent(upTotal, load),
    bytesDownPerEvent: perEvent(downTotal, load),
    payloadBytesPerEvent: perEvent(up.payload + down.payload, load),
    headerBytesPerEvent: perEvent(up.headers + down.headers, load),
    framingBytesPerEvent: perEvent(up.framing + down.framing, load),
  };
}

/** How an entry's clients ask; `undefined` where they do not, or where a module decides. */
function askingOf({ transport, module }: TransportEntry): Asking | undefined {
  if (module !== undefined || !isTransportName(transport)) return undefined;
  const info: TransportInfo = TRANSPORTS[transport];
  return info.asking;
}

/** A quantity of the window divided by the events delivered inside it. */
function perEvent(quantity: number, load: Load): number | undefined {
  return load.window.events === 0 ? undefined : quantity / load.window.events;
}

/** Growth of resident memory; absent when the noise of a small number of clients makes it negative. */
function memoryPerConnection({ rss }: ServerReport, load: Load): number | undefined {
  if (rss.idle === undefined || rss.connected === undefined || load.connected === 0) return undefined;
  const growth = (rss.connected - rss.idle) / load.connected;
  return growth > 0 ? growth : undefined;
}

function ms(span: Nanoseconds | undefined): number | undefined {
  return span === undefined ? undefined : nsToMs(span);
}

function present(found: Found): MetricValues {
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as MetricValues;
}
