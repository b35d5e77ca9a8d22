import { describe, expect, it } from "vitest";
import type { LoadReport, PublisherReport, ServerReport } from "../core/messages.ts";
import { METRIC_NAMES, type MetricName, type MetricValues } from "../core/metrics.ts";
import { cellMetrics } from "./cell-metrics.ts";
import { mergeLoad } from "./merge.ts";
import { sampleLoad, samplePublisher, sampleServer, spans } from "./testing/sample-reports.ts";

function metricsOf(
  load: Partial<LoadReport> = {},
  publisher: Partial<PublisherReport> = {},
  server: Partial<ServerReport> = {},
): MetricValues {
  return cellMetrics(mergeLoad([sampleLoad(load)]), samplePublisher(publisher), sampleServer(server));
}

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
