import { describe, expect, it } from "vitest";
import { BenchError } from "../../core/errors.ts";
import { sampleLoad, spans } from "../testing/sample-reports.ts";
import { isLowerBound, nameStop, type StopKind } from "./stop.ts";
import { P99_UNDER_100, type SampleChange, sampleStep } from "./testing/sample-step.ts";

const WINDOW_US = 6_000_000;
const SLOW = { latency: spans([80, 2000], [150, 400]) };
const { audit, window } = sampleLoad();
const LOST = { audit: { ...audit, delivered: 2390, lost: 10 } };

describe("what stopped a search", () => {
  it.each<[what: string, change: SampleChange, kind: StopKind, says: RegExp]>([
    [
      "a server that used a whole core",
      { load: SLOW, server: { cpuUs: 0.97 * WINDOW_US } },
      "server-cpu",
      /^the server's process used 97 % of a core$/,
    ],
    [
      "a server that used a whole core and lost events for it",
      { load: LOST, server: { cpuUs: 0.95 * WINDOW_US } },
      "server-cpu",
      /95 % of a core/,
    ],
    [
      // Its readings lie 40 ms apart instead of the window's 6 s.
      "a server that was too busy to read its CPU time",
      { load: SLOW, server: { cpuUs: 40_000, cpuSpan: 40e6 } },
      "server-cpu",
      /^the server's event loop never caught up with its work$/,
    ],
    [
      "a server that opened its window late, and used a whole core from then on",
      { load: SLOW, server: { cpuUs: 0.96 * 4_000_000, cpuSpan: 4e9 } },
      "server-cpu",
      /96 % of a core/,
    ],
    [
      // 4 ms of CPU per delivery × 100 clients is 400 ms an event.
      "a server that needs the whole limit to send one event",
      { load: { ...SLOW, window: { ...window, events: 600 } }, server: { cpuUs: 0.4 * WINDOW_US } },
      "server-cpu",
      /^one event took 400 ms of the server's CPU until every client had it, though .* 40 % of a core$/,
    ],
    [
      "a load worker that was busy",
      { load: { utilization: { mean: 0.8, max: 0.93 } } },
      "load-worker",
      /^the load side saturated first \(LOAD_SATURATED\): a load worker was busy 93 % of a second \(limit 85 %\)$/,
    ],
    [
      "a load worker that was late",
      { load: { wait: spans([40, 2400]) } },
      "load-worker",
      /^the load side saturated first \(LOAD_LATE\): events waited 40 ms/,
    ],
    [
      "a load worker that was busy beside a server that was, too: the harness accuses itself first",
      { load: { utilization: { mean: 0.8, max: 0.93 } }, server: { cpuUs: WINDOW_US } },
      "load-worker",
      /LOAD_SATURATED/,
    ],
    [
      "a publisher that was late",
      { publisher: { slip: spans([30, 24]) } },
      "publisher",
      /^the publisher fell behind first \(PUBLISHER_LATE\): events were published 30 ms late/,
    ],
    [
      "a publisher that did not emit everything",
      { publisher: { emitted: 20 } },
      "publisher",
      /\(PUBLISHER_SHORT\): the publisher emitted 20 of 32 events$/,
    ],
    [
      "processes that together used both cores",
      { load: { ...SLOW, cpuUs: 1.11 * WINDOW_US }, server: { cpuUs: 0.85 * WINDOW_US } },
      "machine-cpu",
      /^server and load side shared 1\.96 of the machine's 2 cores/,
    ],
    [
      "file descriptors",
      { load: { connected: 50, firstFault: "connect EMFILE 127.0.0.1:1" } },
      "descriptors",
      /^a process ran out of file descriptors: only 50 of 100 clients connected/,
    ],
    [
      "local ports",
      { load: { connected: 50, firstFault: "connect EADDRNOTAVAIL 127.0.0.1:1" } },
      "ports",
      /^local ports ran out: only 50 of 100/,
    ],
    [
      "clients that did not connect for another reason",
      { load: { connected: 50, firstFault: "connect ECONNREFUSED" } },
      "invalid",
      /\(NOT_CONNECTED\)/,
    ],
    ["events that were lost", { load: LOST }, "loss", /^10 of 2,400 events did not arrive$/],
    [
      "latency alone",
      { load: SLOW },
      "latency",
      /^latencyP99Ms was 150, with the server at 8 % of a core and the busiest load worker at 20 %$/,
    ],
  ])("%s", (_, change, kind, says) => {
    const stop = nameStop(sampleStep(change), P99_UNDER_100, 2);

    expect(stop.kind).toBe(kind);
    expect(stop.message).toMatch(says);
  });

  it("a process that died", () => {
    const error = new BenchError("ROLE_HUNG", "the websocket server has not been heard of for 10 s");
    const stop = nameStop({ point: 1, why: "grow", outcome: { type: "failed", error } }, P99_UNDER_100, 2);

    expect(stop).toEqual({ kind: "fault", message: error.message });
  });
});

describe("a figure is the server's own limit only where the server stopped it", () => {
  it.each<[StopKind, boolean]>([
    ["server-cpu", false],
    ["loss", false],
    ["latency", false],
    ["fault", false],
    ["load-worker", true],
    ["publisher", true],
    ["machine-cpu", true],
    ["descriptors", true],
    ["ports", true],
    ["invalid", true],
    ["max", true],
    ["time", true],
  ])("%s: a lower bound is %s", (kind, lower) => {
    expect(isLowerBound({ kind, message: "" })).toBe(lower);
  });
});
