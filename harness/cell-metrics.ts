import { Histogram } from "../core/histogram.ts";
import type { PublisherReport, ServerReport } from "../core/messages.ts";
import type { MetricName, MetricValues } from "../core/metrics.ts";
import { type Nanoseconds, nsToMs } from "../core/units.ts";
import type { Load } from "./merge.ts";

/** Samples below which a percentile would be a few events' luck. */
export const P99_SAMPLES = 1000;
export const P999_SAMPLES = 10_000;

/** The metrics of one cell from its reports; what was not measured is left out. */
export function cellMetrics(load: Load, publisher: PublisherReport, server: ServerReport): MetricValues {
  const slip = Histogram.fromData(publisher.slip);
  const ingest = Histogram.fromData(server.ingest);
  return present({
    ...latencies(load.latency),
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
    responseOverheadBytes: load.exact.responseOverheadBytes,
    handshakeBytesPerConnection: load.exact.handshakeBytes,
    ...requests(load),
    ...bytes(load),
    connectP50Ms: ms(load.connect.quantile(0.5)),
    connectP99Ms: p99(load.connect),
    serverCpuUsPerEvent: perEvent(server.cpuUs, load),
    serverRssBytesPerConnection: memoryPerConnection(server, load),
    serverLoopDelayP99Ms: nsToMs(server.loopDelayP99),
    clientCpuUsPerEvent: perEvent(load.cpuUs, load),
    clientLoopUtilization: load.utilization.mean,
  });
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
