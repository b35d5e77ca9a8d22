import { Histogram } from "../core/histogram.ts";
import type { PublisherReport, ServerReport } from "../core/messages.ts";
import type { MetricValues } from "../core/metrics.ts";
import type { ResultCell } from "../core/result.ts";
import { type Scenario, streamSpecOf, type TransportEntry } from "../core/scenario.ts";
import { isTransportName } from "../core/transports.ts";
import { type Milliseconds, nsToMs } from "../core/units.ts";
import { predict } from "../models/index.ts";
import { type LinkAccount, linkDelays } from "./link-account.ts";
import type { Load } from "./merge.ts";

export interface PredictionEvidence {
  readonly scenario: Scenario;
  readonly entry: TransportEntry;
  readonly load: Load;
  readonly publisher: PublisherReport;
  readonly server: ServerReport;
  readonly link: LinkAccount | undefined;
  readonly metrics: MetricValues;
  /** How old the newest event is at its source, averaged over the window; the rate's own mean when absent. */
  readonly scheduleAgeMs?: Milliseconds | undefined;
}

const BITS_PER_BYTE = 8;

/** Where the predicted distribution of latency is told: enough to draw it. Beyond 99 % theory knows little. */
const SHARES = [0, 0.01, ...Array.from({ length: 19 }, (_, i) => (i + 1) / 20), 0.99];

const micro = (span: Milliseconds): Milliseconds => Math.round(span * 1000) / 1000;

/**
 * What theory says about a cell, from what was declared and from the few parameters that only a measurement
 * can give; `undefined` for a transport that no model covers, and where nothing was delivered.
 */
export function predictionOf(evidence: PredictionEvidence): ResultCell["prediction"] {
  const { scenario, entry, load, link, metrics } = evidence;
  const { transport, module, params } = entry;
  if (module !== undefined || !isTransportName(transport) || load.latency.count === 0) return undefined;
  const disturbed = disturbance(scenario);
  if (disturbed !== undefined) return { metrics: {}, failed: [{ code: "DISTURBED", message: disturbed }] };

  const { upMs, downMs } = linkDelays(link);
  const payload = metrics.payloadBytesPerEvent ?? 0;
  const {
    failed,
    metrics: predicted,
    latencyAt,
  } = predict({
    transport,
    params,
    arrivals: scenario.stream.arrivals,
    rate: realisedRate(evidence),
    clients: scenario.clients,
    upMs,
    downMs: downMs + onTheLineMs(link, payload, load),
    jitterMs: link?.spec.jitterMs ?? 0,
    measured: {
      ...optional("answerMs", answerMs(evidence)),
      ...optional("reaskMs", metrics.reaskMeanMs),
      ...optional("sendMs", sendMs(metrics)),
      ...harnessMs(evidence),
    },
    bytes: {
      envelope: payload,
      ...optional("request", load.exact.requestBytes),
      ...optional("emptyResponse", load.exact.emptyResponseBytes),
      ...optional("eventOverhead", load.exact.eventOverheadBytes),
      ...optional("responseOverhead", load.exact.responseOverheadBytes),
    },
  } satisfies Parameters<typeof predict>[0]);
  return {
    metrics: { ...predicted, ...realisedFreshness(evidence, predicted) },
    ...(latencyAt === undefined
      ? {}
      : { latencyQuantiles: SHARES.map((share) => ({ share, ms: micro(latencyAt(share)) })) }),
    failed: failed.map((note) => ({ ...note })),
  };
}

/**
 * The closed forms take an event's mean age at its source from the rate, which a long stream has and a short one
 * may miss by a quarter: what this stream has takes its place.
 */
function realisedFreshness(
  evidence: PredictionEvidence,
  { freshnessMeanMs }: MetricValues,
): Pick<MetricValues, "freshnessMeanMs"> {
  const { scheduleAgeMs, scenario } = evidence;
  if (scheduleAgeMs === undefined || freshnessMeanMs === undefined) return {};
  const period = 1000 / realisedRate(evidence);
  const byRate = scenario.stream.arrivals === "periodic" ? period / 2 : period;
  return { freshnessMeanMs: freshnessMeanMs - byRate + scheduleAgeMs };
}

/** Events per second that the window has: a short one holds more or fewer than were asked for. */
function realisedRate({ scenario, entry, load }: PredictionEvidence): number {
  const events = load.audit.expected / scenario.clients;
  return events > 0 ? (events / scenario.phases.measureMs) * 1000 : streamSpecOf(scenario, entry).rate;
}

/** The closed forms know no faults: they assume that nothing breaks or stands still. */
function disturbance({ link, faults = [] }: Scenario): string | undefined {
  if (faults.length > 0) return "nothing is predicted: the scenario stalls or restarts the server";
  if (link?.cut !== undefined) return "nothing is predicted: the link is cut";
  if (link !== undefined && link.stalls.length > 0) return "nothing is predicted: the link stalls";
  return undefined;
}

/** How long one event with what surrounds it takes to pass a client's line. */
function onTheLineMs(link: LinkAccount | undefined, payload: number, { exact }: Load): Milliseconds {
  const bps = link?.spec.downBps;
  if (bps === undefined) return 0;
  const bytes = payload + (exact.eventOverheadBytes ?? 0) + (exact.responseOverheadBytes ?? 0);
  return (bytes * BITS_PER_BYTE * 1000) / bps;
}

/** What one more client costs in a fan-out, as the server measured it. */
const sendMs = ({ serverFanOutUsPerClient: us }: MetricValues): Milliseconds | undefined =>
  us === undefined ? undefined : us / 1000;

/**
 * From a request to an answer that waits for nothing. Where long polling had none, every request was held when
 * its event came: then the link's round trip stands for it, and hardly matters.
 */
function answerMs({ entry, metrics, link }: PredictionEvidence): Milliseconds | undefined {
  if (metrics.answerMeanMs !== undefined || entry.transport !== "long-polling") return metrics.answerMeanMs;
  const { upMs, downMs } = linkDelays(link);
  return upMs + downMs;
}

/** What the harness itself adds to every latency: the publisher's slip, the way into the server, the worker. */
function harnessMs({ publisher, server, load }: PredictionEvidence) {
  const [slip, ingest, wait] = [
    Histogram.fromData(publisher.slip),
    Histogram.fromData(server.ingest),
    load.wait,
  ].map((spans) => nsToMs(spans.mean ?? 0));
  return { baseMs: slip! + ingest!, clientWaitMs: wait! };
}

const optional = <Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } =>
  value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]: Value });
