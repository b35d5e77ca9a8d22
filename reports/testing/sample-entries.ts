import type { MetricName, MetricValues } from "../../core/metrics.ts";
import type { Random } from "../../core/random.ts";
import type { ResultCell } from "../../core/result.ts";

/** One entry of a made-up run: how its latencies fall and what it costs. */
export interface SampleEntry {
  readonly id: string;
  readonly transport: string;
  readonly params: ResultCell["params"];
  /** Draws one latency in ms. */
  latency(draw: Random): number;
  readonly costs: MetricValues;
  readonly verdict?: Partial<ResultCell["verdict"]>;
  readonly timeline?: Partial<ResultCell["timeline"]>;
  readonly prediction?: ResultCell["prediction"];
  /** What its first client did and saw, in the first block. */
  readonly recording?: ResultCell["recording"];
  /** Events per second of its own. */
  readonly rate?: number;
  /** What its cells' link reported. */
  readonly link?: ResultCell["link"];
}

/** An HTTP transport's bytes, as they add up at four events a second with a browser's headers. */
const http = (requestsPerEvent: number, headers: number, framing: number, up: number): MetricValues => ({
  requestsPerEvent,
  bytesPerEvent: 212 + headers + framing,
  bytesUpPerEvent: up,
  bytesDownPerEvent: 212 + headers + framing - up,
  payloadBytesPerEvent: 212,
  headerBytesPerEvent: headers,
  framingBytesPerEvent: framing,
});

const skewed = (draw: Random, middle: number, spread: number): number =>
  middle * Math.exp(spread * (draw.exponential() - Math.LN2));

/** Short polling each second: latency uniform over the interval. */
export const POLLING: SampleEntry = {
  id: "polling",
  transport: "polling",
  params: { intervalMs: 1000 },
  latency: (draw) => 0.4 + 1000 * draw.uniform(),
  costs: {
    ...http(0.27, 251.4, 1.8, 181.2),
    emptyResponseRatio: 0.031,
    skippedPolls: 0,
    requestBytes: 671,
    emptyResponseBytes: 112,
    serverCpuUsPerEvent: 24.6,
    serverRssBytesPerConnection: 39_200,
  },
  timeline: { eventsDelivered: [0, 150, 350, 450, 400, 350, 350, 400] },
};

/** Long polling: at once, or after the re-ask where events come close together. */
export const LONG_POLLING: SampleEntry = {
  id: "long-polling",
  transport: "long-polling",
  params: { holdMs: 25_000 },
  latency: (draw) => skewed(draw, 0.93, 0.3),
  costs: {
    ...http(0.99, 908.2, 2, 677),
    emptyResponseRatio: 0,
    requestBytes: 677,
    serverCpuUsPerEvent: 61.3,
    serverRssBytesPerConnection: 44_300,
  },
};

/** WebSocket: one frame per event. */
export const WEBSOCKET: SampleEntry = {
  id: "websocket",
  transport: "websocket",
  params: {},
  latency: (draw) => skewed(draw, 0.41, 0.25),
  costs: {
    requestsPerEvent: 0,
    bytesPerEvent: 216,
    bytesUpPerEvent: 0,
    bytesDownPerEvent: 216,
    payloadBytesPerEvent: 212,
    headerBytesPerEvent: 0,
    framingBytesPerEvent: 4,
    serverCpuUsPerEvent: 8.9,
    serverRssBytesPerConnection: 21_700,
  },
};

/** The three of `bench run quick`. */
export const THREE: readonly SampleEntry[] = [POLLING, LONG_POLLING, WEBSOCKET];

/** An entry with some of its figures changed; `undefined` takes a metric away. */
export function withCosts(
  entry: SampleEntry,
  costs: Partial<Record<MetricName, number | undefined>>,
): SampleEntry {
  const kept = Object.entries({ ...entry.costs, ...costs }).filter(([, value]) => value !== undefined);
  return { ...entry, costs: Object.fromEntries(kept) };
}

/** An entry whose latencies are all close to one value, so that a test can name its median. */
export function withLatency(entry: SampleEntry, ms: number): SampleEntry {
  return { ...entry, latency: (draw) => ms * (0.999 + 0.002 * draw.uniform()) };
}

/** An entry whose cells are invalid for a reason. */
export function invalid(entry: SampleEntry, message: string): SampleEntry {
  return { ...entry, verdict: { status: "invalid", reasons: [{ code: "LOAD_SATURATED", message }] } };
}

/** A scenario's name that would run as script if a page did not escape it. */
export const HOSTILE = "</script><img src=x onerror=alert(1)>";
