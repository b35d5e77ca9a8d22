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
