import { describe, expect, it } from "vitest";
import type { LoadReport, PublisherReport, ServerReport } from "../core/messages.ts";
import { METRIC_NAMES, type MetricName, type MetricValues } from "../core/metrics.ts";
import type { TransportEntry } from "../core/scenario.ts";
import { msToNs } from "../core/units.ts";
import { cellMetrics } from "./cell-metrics.ts";
import { mergeLoad } from "./merge.ts";
import {
  lineThrough,
  POLLING,
  sampleLoad,
  samplePublisher,
  sampleScenario,
  sampleServer,
  spans,
} from "./testing/sample-reports.ts";

function metricsOf(
  load: Partial<LoadReport> = {},
  publisher: Partial<PublisherReport> = {},
  server: Partial<ServerReport> = {},
  entry: TransportEntry = POLLING,
): MetricValues {
  return cellMetrics({
    scenario: sampleScenario(),
    entry,
    load: mergeLoad([sampleLoad(load)]),
    publisher: samplePublisher(publisher),
    server: sampleServer(server),
  });
}

const LONG_POLLING: TransportEntry = {
  id: "long-polling",
  transport: "long-polling",
  params: { holdMs: 25_000 },
};

describe("the metrics of a cell", () => {
  it.each([
    ["requestsPerEvent", 600 / 2400],
    ["emptyResponseRatio", 100 / 500],
    ["skippedPolls", 3],
    ["bytesUpPerEvent", (24_000 + 1200) / 2400], // openings apart
    ["bytesDownPerEvent", (480_000 + 120_000 + 4800) / 2400],
    ["payloadBytesPerEvent", 480_000 / 2400],
    ["headerBytesPerEvent", (24_000 + 120_000) / 2400],
    ["framingBytesPerEvent", (1200 + 4800) / 2400],
    ["serverCpuUsPerEvent", 480_000 / 2400],
    ["clientCpuUsPerEvent", 240_000 / 2400],
    ["clientLoopUtilization", 0.1],
    ["serverRssBytesPerConnection", 4_000_000 / 100],
    ["serverLoopDelayP99Ms", 1.5],
    ["latencyMeanMs", (10 * 2000 + 30 * 400) / 2400],
    ["latencyMaxMs", 30],
    ["freshnessMeanMs", 200],
    ["freshnessPeakMs", 300],
    ["splitPollWaitMs", (600 * 8) / 2400],
    ["splitClientMs", 0.1],
    ["splitSlipMs", 0.05 * 0.75], // of the quarter that waited, it lies in the wait
    ["answerMeanMs", (100 * 2 + 300 * 4) / 400],
    ["requestBytes", 41],
    ["eventsExpected", 2400],
    ["eventsDelivered", 2400],
  ] as const)("have %s in its unit", (name, value) => {
    expect(metricsOf()[name]).toBeCloseTo(value, 9);
  });

  it.each([
    ["latencyP50Ms", 10],
    ["latencyP90Ms", 30],
    ["latencyP99Ms", 30],
    ["publishSlipP50Ms", 0.05],
    ["ingestP50Ms", 0.2],
    ["connectP50Ms", 2],
  ] as const)("have %s to the histogram's resolution", (name, value) => {
    expect(Math.abs(metricsOf()[name]! - value)).toBeLessThanOrEqual(Math.max(0.0005, value / 1000));
  });

  it("have bytes that add up: by direction and by purpose alike", () => {
    const m = metricsOf();
    expect(m.bytesUpPerEvent! + m.bytesDownPerEvent!).toBeCloseTo(m.bytesPerEvent!, 9);
    expect(m.payloadBytesPerEvent! + m.headerBytesPerEvent! + m.framingBytesPerEvent!).toBeCloseTo(
      m.bytesPerEvent!,
      9,
    );
  });

  it("split the mean latency into parts that add up to it", () => {
    const m = metricsOf();
    const sum = m.splitSlipMs! + m.splitPollWaitMs! + m.splitTransitMs! + m.splitClientMs!;
    expect(sum).toBeCloseTo(m.latencyMeanMs!, 12);
  });

  it("take for answers and re-asks what they are with that transport", () => {
    const held = metricsOf({}, {}, {}, LONG_POLLING);
    const module = metricsOf({}, {}, {}, { ...POLLING, module: "/polling.mjs" });
    expect(held.answerMeanMs).toBeCloseTo(2, 9); // what was not held
    expect(held.reaskMeanMs).toBeCloseTo(0.5, 9);
    expect("reaskMeanMs" in metricsOf()).toBe(false); // a pause that is meant
    expect(module.answerMeanMs).toBeCloseTo(2, 9);
    expect("reaskMeanMs" in module).toBe(false);
  });

  it("have a fan-out where nothing is asked for", () => {
    const { window } = sampleLoad();
    expect(metricsOf({ window: { ...window, requests: 0 } }).fanOutUsPerClient).toBeCloseTo(1, 6);
    expect("fanOutUsPerClient" in metricsOf()).toBe(false);
  });

  it("have the longest outage and every reconnection, where connections were lost", () => {
    const outages = { lostConnections: 7, reconnections: 7, recoveries: spans([40, 1], [250, 1]) };
    expect(metricsOf(outages)).toMatchObject({ recoveryMaxMs: 250, reconnections: 7 });
    const going = metricsOf({ ...outages, unrecovered: 1 });
    expect(going.reconnections).toBe(7);
    expect("recoveryMaxMs" in going).toBe(false);
  });

  it("have the network's bytes and packets where they were counted", () => {
    const m = metricsOf({ network: { bytes: 2400 * 168, packets: 4800 } });
    expect(m).toMatchObject({ networkBytesPerEvent: 168, networkPacketsPerEvent: 2 });
    expect("networkBytesPerEvent" in metricsOf()).toBe(false);
  });

  it("are all in the catalogue, each a finite number", () => {
    for (const [name, value] of Object.entries(metricsOf())) {
      expect(METRIC_NAMES).toContain(name);
      expect(value, name).toSatisfy(Number.isFinite);
    }
  });
});

describe("what was not measured is absent, never 0 and never NaN", () => {
  const none = { payload: 0, headers: 0, framing: 0, handshake: 0 };
  const nothing = {
    latency: spans(),
    connect: spans(),
    connected: 0,
    pollWait: spans(),
    clientWait: 0,
    freshness: { ageTime: 0, time: 0, peakSum: 0, peaks: 0 },
    answers: { buffered: spans(), other: spans() },
    reask: spans(),
    fanOut: lineThrough(0, () => 0),
    exact: {},
    window: {
      up: none,
      down: none,
      events: 0,
      requests: 0,
      responses: 0,
      emptyResponses: 0,
      skippedPolls: 0,
    },
  };

  it("in a cell where nothing came", () => {
    const metrics = metricsOf(nothing, { slip: spans() }, { ingest: spans(), rss: {} });
    const present: MetricName[] = [
      "clientLoopUtilization",
      "eventsCorrupted",
      "eventsDelivered",
      "eventsDuplicated",
      "eventsExpected",
      "eventsLost",
      "eventsReordered",
      "serverLoopDelayP99Ms",
    ];
    expect(Object.keys(metrics).toSorted()).toEqual(present);
  });

  it.each([
    [999, false, false], // too few for either
    [1000, true, false], // the first p99
    [9999, true, false],
    [10_000, true, true], // the first p99.9
  ])("with %d samples: p99 %s, p99.9 %s", (samples, p99, p999) => {
    const few = spans([10, samples]);
    const metrics = metricsOf({ latency: few, connect: few }, { slip: few }, { ingest: few });
    for (const name of ["latencyP99Ms", "connectP99Ms", "publishSlipP99Ms", "ingestP99Ms"]) {
      expect([name, name in metrics]).toEqual([name, p99]);
    }
    expect("latencyP999Ms" in metrics).toBe(p999);
    expect("latencyMaxMs" in metrics).toBe(true);
  });

  it.each([
    [5700, true],
    [5699, false], // less than 95 % of the window of 6 s
  ])("in server CPU, by a reading over %d ms: %s", (cpuSpanMs, present) => {
    expect("serverCpuUsPerEvent" in metricsOf({}, {}, { cpuSpan: msToNs(cpuSpanMs) })).toBe(present);
  });

  it("in memory, when it did not grow or was not marked", () => {
    const shrunk = metricsOf({}, {}, { rss: { idle: 54_000_000, connected: 50_000_000 } });
    const unmarked = metricsOf({}, {}, { rss: { idle: 54_000_000 } });
    expect("serverRssBytesPerConnection" in shrunk).toBe(false);
    expect("serverRssBytesPerConnection" in unmarked).toBe(false);
  });

  it("in polls, for a transport that asks nothing; skipped polls of one that does are 0 when none was", () => {
    const { window } = sampleLoad();
    const push = metricsOf({
      window: { ...window, requests: 0, responses: 0, emptyResponses: 0, skippedPolls: 0 },
    });
    const punctual = metricsOf({ window: { ...window, skippedPolls: 0 } });
    expect("emptyResponseRatio" in push).toBe(false);
    expect("skippedPolls" in push).toBe(false);
    expect(punctual.skippedPolls).toBe(0);
  });
});
