import { readFileSync } from "node:fs";
import { Compile } from "typebox/compile";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Result, type ResultCell, ResultSchema } from "../../core/result.ts";
import { Bench, type Ended } from "./bench.ts";

/** What a newcomer runs first, once, with everything it promises. */

let bench: Bench;
let ended: Ended;
let result: Result;
const cellOf = (id: string): ResultCell => result.cells.find((cell) => cell.id === id)!;

beforeAll(async () => {
  bench = new Bench();
  ended = await bench.run("quick", "--json").ended;
  result = JSON.parse(ended.stdout) as Result;
}, 120_000);
afterAll(() => bench.remove());

describe("bench run quick", () => {
  it("measures the three transports, and exits by their verdicts", () => {
    expect(result.cells.map((cell) => cell.id).sort()).toEqual(["long-polling", "polling", "websocket"]);
    // On a machine that others keep busy a cell may be invalid; the exit code then says so, and only then.
    const valid = result.cells.every((cell) => cell.verdict.status === "valid");
    expect(ended.code).toBe(valid ? 0 : 98);
    for (const { code } of result.cells.flatMap((cell) => cell.verdict.reasons)) {
      expect(["PUBLISHER_LATE", "LOAD_LATE", "LOAD_SATURATED"]).toContain(code);
    }
  });

  it("takes less than 45 seconds", () => {
    expect(result.run.durationMs).toBeLessThan(45_000);
  });

  it("prints one document that the published schema accepts, and writes the same", () => {
    const schema = Compile(ResultSchema);
    expect([...schema.Errors(result)]).toEqual([]);
    expect(bench.result()).toEqual(result);
    expect(bench.files()).toEqual(["cells.ndjson", "report.html", "result.json"]);
    const path = `${bench.folder}/out/latest/cells.ndjson`;
    expect(
      readFileSync(path, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toEqual(result.cells);
  });

  it.each(["polling", "long-polling", "websocket"])(
    "%s delivered every event to every client once, in order and intact",
    (id) => {
      const { metrics, stream, received, clients } = cellOf(id);
      const { eventsExpected = 0, eventsLost, eventsDuplicated, eventsReordered, eventsCorrupted } = metrics;
      expect(eventsExpected).toBeGreaterThan(clients * 10);
      expect(metrics.eventsDelivered).toBe(eventsExpected);
      expect([eventsLost, eventsDuplicated, eventsReordered, eventsCorrupted]).toEqual([0, 0, 0, 0]);
      expect(received).toBe(stream);
    },
  );

  it("carried one stream in all three cells", () => {
    expect(new Set(result.cells.map((cell) => cell.stream))).toEqual(new Set(Object.keys(result.streams)));
  });

  it("finds what theory says of polling: uniform over the interval", () => {
    const { latencyMeanMs, latencyP99Ms, latencyMaxMs } = cellOf("polling").metrics;
    expect(latencyMeanMs).toBeGreaterThan(500 * 0.92);
    expect(latencyMeanMs).toBeLessThan(500 * 1.08);
    expect(latencyP99Ms).toBeGreaterThan(960);
    expect(latencyMaxMs).toBeGreaterThan(980);
  });

  it("records what one client of each cell did and saw, and what its server's loop did", () => {
    for (const { id, recording, timeline, metrics } of result.cells) {
      const { moments = [], untilMs = 0 } = recording ?? {};
      const events = moments.filter((moment) => moment.kind === "event");
      const requests = moments.filter(({ kind }) => kind === "request");
      expect(untilMs, id).toBe(6000);
      expect(moments.map(({ atMs }) => atMs)).toEqual(
        moments.map(({ atMs }) => atMs).toSorted((a, b) => a - b),
      );
      // 4 events a second for 6 s, and no delay that the whole cell has not.
      expect(events.length, id).toBeGreaterThan(10);
      for (const { atMs, dueMs } of events) {
        expect(atMs - dueMs).toBeGreaterThan(0);
        if (dueMs >= 0) expect(atMs - dueMs).toBeLessThan(metrics.latencyMaxMs! + 1);
      }
      expect(requests.length > 0, id).toBe(id !== "websocket");
      expect(timeline.serverLoopDelayMs?.length, id).toBe(8);
    }
    const polls = cellOf("polling").recording!.moments.filter(({ kind }) => kind === "request");
    // One a second; a busy machine may pass one over.
    expect([4, 5, 6]).toContain(polls.filter(({ atMs }) => atMs >= 0).length);
  });

  it("tells how theory says latency is distributed", () => {
    const quantiles = cellOf("polling").prediction?.latencyQuantiles ?? [];
    expect(quantiles.length).toBe(22);
    const at = (share: number) => quantiles.find((each) => each.share === share)!.ms;
    expect(at(0.75) - at(0.25)).toBeCloseTo(500, 0);
  });

  it("finds what the protocols say of bytes", () => {
    const websocket = cellOf("websocket").metrics;
    const { payloadBytesPerEvent = 0, bytesDownPerEvent } = websocket;
    // An envelope of 126 to 65,535 bytes takes a frame header of 4 (RFC 6455, 5.2).
    expect(payloadBytesPerEvent).toBeGreaterThan(160 + 35);
    expect(bytesDownPerEvent).toBe(payloadBytesPerEvent + 4);
    expect(websocket.eventOverheadBytes).toBe(4);
    expect(websocket.bytesUpPerEvent).toBe(0);
    for (const { metrics } of result.cells) {
      const { headerBytesPerEvent = 0, framingBytesPerEvent = 0, bytesPerEvent } = metrics;
      expect(bytesPerEvent).toBeCloseTo(
        (metrics.payloadBytesPerEvent ?? 0) + headerBytesPerEvent + framingBytesPerEvent,
        6,
      );
    }
    expect(cellOf("polling").metrics.emptyResponseBytes).toBe(112);
  });

  it("says on stderr how far it is and nothing else", () => {
    expect(ended.stderr).toMatch(/\[1\/3\] .* measure/);
    expect(ended.stderr).not.toMatch(/error|warning: /i);
  });
});
