import { Value } from "typebox/value";
import { describe, expect, it } from "vitest";
import { decodeHistogram } from "../core/hdr.ts";
import { type ResultCell, ResultSchema } from "../core/result.ts";
import type { CellReports } from "./cell.ts";
import { planRun } from "./plan.ts";
import { resultCell } from "./result-cell.ts";
import {
  POLLING,
  sampleLoad,
  samplePublisher,
  sampleScenario,
  sampleServer,
  spans,
} from "./testing/sample-reports.ts";

const STREAM = `sha256:${"a".repeat(64)}`;
const OTHER = `sha256:${"b".repeat(64)}`;
const scenario = sampleScenario({ transports: [POLLING], repeat: 2 });
const planned = planRun(scenario).cells[1]!;

function cellOf(change: Partial<CellReports> = {}, hostBusy = false): ResultCell {
  const reports = {
    load: [sampleLoad()],
    publisher: samplePublisher(),
    server: sampleServer(),
    link: [],
    ...change,
  };
  return resultCell(reports, { scenario, planned, stream: STREAM, hostBusy });
}

describe("a cell of the result", () => {
  it("says what was run, where in the run, over which stream", () => {
    expect(cellOf()).toMatchObject({
      id: "polling",
      transport: "polling",
      params: { intervalMs: 1000 },
      block: 2,
      order: 2,
      clients: 100,
      stream: STREAM,
      link: null,
    });
  });

  it.each([
    ["a healthy cell", cellOf()],
    ["a cell in which nothing came", cellOf({ load: [silent()] })],
    ["a cell of two workers", cellOf({ load: [sampleLoad(), sampleLoad()] })],
    ["an invalid cell on a busy host", cellOf({ publisher: samplePublisher({ emitted: 1 }) }, true)],
  ])("keeps the published schema: %s", (_what, cell) => {
    const crossed: unknown = JSON.parse(JSON.stringify(cell));
    expect([...Value.Errors(ResultSchema.properties.cells.items, crossed)]).toEqual([]);
    expect(crossed).toEqual(cell);
  });

  it("carries its verdict and its metrics", () => {
    const cell = cellOf({ publisher: samplePublisher({ emitted: 31 }) }, true);
    expect(cell.verdict.status).toBe("invalid");
    expect(cell.verdict.warnings.map(({ code }) => code)).toEqual(["HOST_BUSY"]);
    expect(cell.metrics).toMatchObject({ eventsDelivered: 2400, requestBytes: 41 });
  });

  it("carries every histogram in the standard form", () => {
    const { histograms } = cellOf();
    const counts = Object.entries(histograms).map(([name, text]) => [name, decodeHistogram(text).totalCount]);
    expect(Object.fromEntries(counts)).toEqual({
      latency: 2400,
      slip: 24,
      ingest: 24,
      connect: 100,
      clientWait: 2400,
    });
  });

  it("has a timeline that starts with the warm-up; a second without events has no median", () => {
    const { timeline } = cellOf();
    expect(timeline).toMatchObject({
      startMs: -2000,
      intervalMs: 1000,
      eventsDelivered: [300, 0, 300],
      bytesDown: [1000, 0, 2000],
      bytesUp: [100, 0, 200],
    });
    expect(timeline.latencyP50Ms.map((median) => median && Math.round(median))).toEqual([10, null, 20]);
  });
});

describe("what a report draws", () => {
  it("is the recorded client's moments in milliseconds, where one was recorded", () => {
    const moments = [
      { kind: "request", at: -2_500_000 },
      { kind: "event", at: 1_234_567, id: 7, due: 400_000 },
      { kind: "answer", at: 1_234_567, events: 1 },
      { kind: "lost", at: 9_000_000 },
    ] as const;
    const recording = { until: 6e9, moments };
    expect(cellOf({ load: [sampleLoad(), sampleLoad({ recording })] }).recording).toEqual({
      untilMs: 6000,
      moments: [
        { kind: "request", atMs: -2.5 },
        { kind: "event", atMs: 1.235, id: 7, dueMs: 0.4 },
        { kind: "answer", atMs: 1.235, events: 1 },
        { kind: "lost", atMs: 9 },
      ],
    });
    expect("recording" in cellOf()).toBe(false);
  });

  it("is the server's loop delay second by second, from the window on", () => {
    const loopDelays = [500_000, null, 2_000_000];
    const { timeline } = cellOf({ server: sampleServer({ loopDelays }) });
    expect(timeline.serverLoopDelayMs).toEqual([null, null, 0.5, null, 2]);
    expect("serverLoopDelayMs" in cellOf().timeline).toBe(false);
  });

  it("is the predicted distribution, ascending from the least latency", () => {
    const { latencyQuantiles = [] } = cellOf().prediction ?? {};
    const spansMs = latencyQuantiles.map(({ ms }) => ms);
    expect(latencyQuantiles.map(({ share }) => share)).toEqual(expect.arrayContaining([0, 0.05, 0.5, 0.99]));
    expect(spansMs).toEqual(spansMs.toSorted((a, b) => a - b));
    // Polls a second apart: from one share to another the wait grows by as much of that second.
    expect(spansMs.at(-1)! - spansMs[0]!).toBeCloseTo(990, 0);
  });
});

describe("the digest of what was received", () => {
  const withDigests = (...received: string[]) =>
    cellOf({ load: received.map((digest) => sampleLoad({ received: digest })) }).received;

  it("is there when all witnesses agree", () => {
    expect(withDigests(STREAM, STREAM)).toBe(STREAM);
    expect(withDigests(OTHER)).toBe(OTHER);
  });

  it("is absent when they differ, or when none received anything", () => {
    expect(withDigests(STREAM, OTHER)).toBeUndefined();
    expect("received" in cellOf({ load: [silent()] })).toBe(false);
  });
});

/** A worker whose clients never received anything. */
function silent(): ReturnType<typeof sampleLoad> {
  const { received: _none, ...load } = sampleLoad({
    connected: 0,
    latency: spans(),
    wait: spans(),
    connect: spans(),
    exact: {},
    timeline: { latency: [], events: [], bytesDown: [], bytesUp: [] },
  });
  return load;
}
