import { Histogram, type HistogramData } from "../../core/histogram.ts";
import type { LinkSpec } from "../../core/link.ts";
import type {
  LinkReport,
  LoadReport,
  PublisherReport,
  RegressionSums,
  ServerReport,
} from "../../core/messages.ts";
import type { Scenario, TransportEntry } from "../../core/scenario.ts";
import { msToNs } from "../../core/units.ts";

/** A histogram of so many spans of so many milliseconds. */
export function spans(...parts: readonly (readonly [ms: number, times: number])[]): HistogramData {
  const histogram = new Histogram();
  for (const [ms, times] of parts) histogram.record(msToNs(ms), times);
  return histogram.toData();
}

/** The sums of a line through the first places, from 0 on. */
export function lineThrough(places: number, at: (place: number) => number): RegressionSums {
  const sums = { n: 0, x: 0, y: 0, xx: 0, xy: 0, yy: 0 };
  for (let x = 0; x < places; x++) {
    const y = at(x);
    sums.n++;
    sums.x += x;
    sums.y += y;
    sums.xx += x * x;
    sums.xy += x * y;
    sums.yy += y * y;
  }
  return sums;
}

export const POLLING: TransportEntry = {
  id: "polling",
  transport: "polling",
  params: { intervalMs: 1000 },
};
export const WEBSOCKET: TransportEntry = { id: "websocket", transport: "websocket", params: {} };

/** A scenario of 100 clients at 4 events a second; change what a test is about. */
export function sampleScenario(change: Partial<Scenario> = {}): Scenario {
  return {
    name: "sample",
    description: "For tests.",
    seed: 1,
    clients: 100,
    headers: "lean",
    cookieBytes: 0,
    stream: { arrivals: "poisson", rate: 4, payloadBytes: 160 },
    phases: { warmupMs: 2000, measureMs: 6000 },
    transports: [POLLING, WEBSOCKET],
    repeat: 1,
    thresholds: [],
    overrides: [],
    ...change,
  };
}

/** What one healthy load worker with 100 clients reports; change what a test is about. */
export function sampleLoad(change: Partial<LoadReport> = {}): LoadReport {
  return {
    role: "load",
    clients: 100,
    connected: 100,
    latency: spans([10, 2000], [30, 400]),
    negativeLatencies: 0,
    // 600 of 2,400 events waited 8 ms for a request, and every one 0.1 ms inside the worker.
    pollWait: spans([8, 600]),
    clientWait: 2400 * msToNs(0.1),
    // 100 clients for 6 s, 200 ms old on average; 2,000 peaks of 300 ms.
    freshness: { ageTime: 6e11 * msToNs(200), time: 6e11, peakSum: 2000 * msToNs(300), peaks: 2000 },
    answers: { buffered: spans([2, 100]), other: spans([4, 300]) },
    reask: spans([0.5, 400]),
    fanOut: lineThrough(100, (place) => msToNs(10) + place * 1000),
    recoveries: spans(),
    reconnections: 0,
    unrecovered: 0,
    wait: spans([0.1, 2400]),
    connect: spans([2, 100]),
    audit: { expected: 2400, delivered: 2400, lost: 0, corrupted: 0, duplicated: 0, reordered: 0 },
    window: {
      up: { payload: 0, headers: 24_000, framing: 1200, handshake: 777 },
      down: { payload: 480_000, headers: 120_000, framing: 4800, handshake: 888 },
      events: 2400,
      requests: 600,
      responses: 500,
      emptyResponses: 100,
      skippedPolls: 3,
    },
    ledger: { up: 30_000, down: 700_000, socketUp: 30_000, socketDown: 700_000 },
    exact: { requestBytes: 41, eventOverheadBytes: 2 },
    lostConnections: 0,
    gone: 0,
    malformed: 0,
    cpuUs: 240_000,
    utilization: { mean: 0.1, max: 0.2 },
    received: `sha256:${"a".repeat(64)}`,
    timeline: {
      latency: [spans([10, 300]), spans(), spans([20, 300])],
      events: [300, 0, 300],
      bytesDown: [1000, 0, 2000],
      bytesUp: [100, 0, 200],
    },
    ...change,
  };
}

/** What a publisher that kept its schedule reports. */
export function samplePublisher(change: Partial<PublisherReport> = {}): PublisherReport {
  return { role: "publisher", scheduled: 32, emitted: 32, slip: spans([0.05, 24]), ...change };
}

/** What a healthy server reports. */
export function sampleServer(change: Partial<ServerReport> = {}): ServerReport {
  return {
    role: "server",
    cpuUs: 480_000,
    cpuSpan: msToNs(6000),
    rss: { idle: 50_000_000, connected: 54_000_000 },
    loopDelayP99: msToNs(1.5),
    ingest: spans([0.2, 24]),
    fanOut: { time: msToNs(24 * 1.5), events: 24 },
    counters: {
      connections: 100,
      requests: 600,
      emptyResponses: 100,
      goneResponses: 0,
      eventsSent: 2400,
      slowClients: 0,
      bytesReceived: 30_000,
      bytesSent: 700_000,
    },
    ...change,
  };
}

/** 25 ms each way and nothing else. */
export const LINK: LinkSpec = { delayUpMs: 25, delayDownMs: 25, jitterMs: 0, stalls: [] };

/** What a relay reports through which everything of `sampleLoad` went; change what a test is about. */
export function sampleLink(change: Partial<LinkReport> = {}): LinkReport {
  return {
    role: "link",
    bytes: {
      fromClients: 30_000,
      toServer: 30_000,
      droppedUp: 0,
      fromServer: 700_000,
      toClients: 700_000,
      droppedDown: 0,
    },
    connections: 100,
    cutConnections: 0,
    lateUp: spans([0.5, 600]),
    lateDown: spans([0.3, 600]),
    ...change,
  };
}
