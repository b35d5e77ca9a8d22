import { describe, expect, it } from "vitest";
import { LoadClock } from "../clients/load-clock.ts";
import { Meter } from "../clients/meter.ts";
import { ManualClock } from "../core/clock.ts";
import { Histogram } from "../core/histogram.ts";
import type { LoadReport } from "../core/messages.ts";
import { EventStream } from "../core/stream.ts";
import { msToNs } from "../core/units.ts";
import { mergeLoad } from "./merge.ts";
import { lineThrough, sampleLoad, spans } from "./testing/sample-reports.ts";

describe("the reports of two load workers", () => {
  it("merge into what one worker with all the clients would have reported", () => {
    const first = sampleLoad({
      clients: 60,
      connected: 59,
      latency: spans([1, 10], [5, 1]),
      wait: spans([0.1, 3]),
      connect: spans([2, 59]),
      negativeLatencies: 1,
      audit: { expected: 10, delivered: 6, lost: 3, corrupted: 1, duplicated: 2, reordered: 4 },
      ledger: { up: 1, down: 2, socketUp: 3, socketDown: 4 },
      lostConnections: 5,
      gone: 6,
      malformed: 7,
      cpuUs: 100,
    });
    const second = sampleLoad({
      clients: 40,
      connected: 40,
      latency: spans([1, 5], [9, 2]),
      wait: spans([0.3, 4]),
      connect: spans([4, 40]),
      negativeLatencies: 10,
      audit: { expected: 100, delivered: 60, lost: 30, corrupted: 10, duplicated: 20, reordered: 40 },
      ledger: { up: 10, down: 20, socketUp: 30, socketDown: 40 },
      lostConnections: 50,
      gone: 60,
      malformed: 70,
      cpuUs: 1000,
    });

    const both = mergeLoad([first, second]);

    expect(both).toMatchObject({
      clients: 100,
      connected: 99,
      negativeLatencies: 11,
      audit: { expected: 110, delivered: 66, lost: 33, corrupted: 11, duplicated: 22, reordered: 44 },
      ledger: { up: 11, down: 22, socketUp: 33, socketDown: 44 },
      lostConnections: 55,
      gone: 66,
      malformed: 77,
      cpuUs: 1100,
    });
    expect(both.latency.toData()).toEqual(spans([1, 15], [5, 1], [9, 2]));
    expect(both.wait.toData()).toEqual(spans([0.1, 3], [0.3, 4]));
    expect(both.connect.toData()).toEqual(spans([2, 59], [4, 40]));
  });

  it("add up every count of the window, by purpose and direction", () => {
    const { window } = mergeLoad([sampleLoad(), sampleLoad()]);
    const once = sampleLoad().window;
    const doubled = (counts: object): object =>
      Object.fromEntries(Object.entries(counts).map(([key, count]) => [key, 2 * count]));
    const { up, down, ...counts } = window;
    const { up: upOnce, down: downOnce, ...countsOnce } = once;
    expect(up).toEqual(doubled(upOnce));
    expect(down).toEqual(doubled(downOnce));
    expect(counts).toEqual(doubled(countsOnce));
  });

  it("add up freshness, waits, exchanges and outages", () => {
    const freshness = { ageTime: 1, time: 2, peakSum: 3, peaks: 4 };
    const one = sampleLoad({
      pollWait: spans([1, 2]),
      clientWait: 5,
      freshness,
      answers: { buffered: spans([1, 1]), other: spans([2, 2]) },
      reask: spans([3, 3]),
      recoveries: spans([4, 1]),
      reconnections: 6,
      unrecovered: 1,
      network: { bytes: 7, packets: 8 },
    });
    const { network: _none, ...two } = { ...one, freshness: { ...freshness, ageTime: 10 } };

    const both = mergeLoad([one, two]);

    expect(both).toMatchObject({
      clientWait: 10,
      freshness: { ageTime: 11, time: 4, peakSum: 6, peaks: 8 },
      reconnections: 12,
      unrecovered: 2,
      network: { bytes: 7, packets: 8 }, // one worker reads for all
    });
    expect(both.pollWait.toData()).toEqual(spans([1, 4]));
    expect(both.answers.buffered.toData()).toEqual(spans([1, 2]));
    expect(both.answers.other.toData()).toEqual(spans([2, 4]));
    expect(both.reask.toData()).toEqual(spans([3, 6]));
    expect(both.recoveries.toData()).toEqual(spans([4, 2]));
    expect("network" in mergeLoad([two])).toBe(false);
  });

  it("spread each worker's places over the cell's", () => {
    const one = lineThrough(10, (place) => 2 * 3 * place); // every third place of the cell, 2 ns a place
    const two = lineThrough(20, (place) => 2 * 1.5 * place);
    const { fanOut } = mergeLoad([
      sampleLoad({ clients: 10, fanOut: one }),
      sampleLoad({ clients: 20, fanOut: two }),
    ]);
    const { n, x, y, xx, xy } = fanOut;
    expect((n * xy - x * y) / (n * xx - x * x)).toBeCloseTo(2, 9);
  });

  it("do not depend on their order", () => {
    const one = sampleLoad({ latency: spans([1, 10]), exact: { requestBytes: 40 } });
    const two = sampleLoad({ latency: spans([3, 7]), exact: { handshakeBytes: 9 } });
    const flat = (load: ReturnType<typeof mergeLoad>) => ({
      ...load,
      latency: load.latency.toData(),
      wait: load.wait.toData(),
      connect: load.connect.toData(),
      pollWait: load.pollWait.toData(),
      answers: [load.answers.buffered.toData(), load.answers.other.toData()],
      reask: load.reask.toData(),
      recoveries: load.recoveries.toData(),
      timeline: { ...load.timeline, latency: load.timeline.latency.map((second) => second.toData()) },
    });
    expect(flat(mergeLoad([one, two]))).toEqual(flat(mergeLoad([two, one])));
  });

  it("have the load of the busiest worker, not the mean of both", () => {
    const { utilization } = mergeLoad([
      sampleLoad({ utilization: { mean: 0.5, max: 0.6 } }),
      sampleLoad({ utilization: { mean: 0.2, max: 0.9 } }),
    ]);
    expect(utilization).toEqual({ mean: 0.5, max: 0.9 });
  });

  it("have the smallest cost of each kind that either saw", () => {
    const { exact } = mergeLoad([
      sampleLoad({ exact: { requestBytes: 41, eventOverheadBytes: 2 } }),
      sampleLoad({ exact: { requestBytes: 40, handshakeBytes: 279 } }),
    ]);
    expect(exact).toEqual({ requestBytes: 40, eventOverheadBytes: 2, handshakeBytes: 279 });
  });

  it("keep the digest of each witness, and the first fault there is", () => {
    const { received: _none, ...silent } = sampleLoad();
    const load = mergeLoad([silent, sampleLoad({ received: "sha256:b", firstFault: "reset" })]);
    expect(load.received).toEqual(["sha256:b"]);
    expect(load.firstFault).toBe("reset");
    expect("firstFault" in mergeLoad([silent])).toBe(false);
  });

  it("add up second by second, as long as the longer of the two", () => {
    const timeline = (events: number[]) => ({
      latency: events.map((count) => spans([10, count])),
      events,
      bytesDown: events.map((count) => count * 100),
      bytesUp: events.map((count) => count * 10),
    });
    const merged = mergeLoad([
      sampleLoad({ timeline: timeline([1, 2]) }),
      sampleLoad({ timeline: timeline([10, 20, 30]) }),
    ]).timeline;

    expect(merged.events).toEqual([11, 22, 30]);
    expect(merged.bytesDown).toEqual([1100, 2200, 3000]);
    expect(merged.bytesUp).toEqual([110, 220, 300]);
    expect(merged.latency.map((second) => second.count)).toEqual([11, 22, 30]);
  });
});

/** The reports of the same four clients, run by one worker or spread over several, on one clock. */
function measured(workers: readonly (readonly number[])[]): LoadReport[] {
  const stream = new EventStream({ seed: 1, arrivals: "poisson", rate: 20, payloadBytes: 20, spanMs: 2500 });
  const clock = new ManualClock();
  const process = { open() {}, second() {}, close() {}, cpuUs: 0, utilization: { mean: 0, max: 0 } };
  const meters = workers.map((clients) => {
    const meter = new Meter(stream, clients.length, new LoadClock(clock, (end) => end()), process, () => {});
    meter.start(0, msToNs(500), msToNs(2000));
    return meter;
  });
  for (let id = 1; id <= stream.events; id++) {
    clock.advance(stream.dueOf(id) - clock.now());
    const envelope = Buffer.from(stream.envelope(id));
    for (const [i, clients] of workers.entries()) {
      for (const [client, number] of clients.entries()) {
        // Each client has a fate of its own: one misses events, one gets some twice.
        if (number === 2 && id % 7 === 0) continue;
        for (let times = number === 3 && id % 5 === 0 ? 2 : 1; times > 0; times--) {
          meters[i]!.received(client, envelope.length + number);
          meters[i]!.event(client, envelope, 0, envelope.length, number);
        }
      }
    }
  }
  clock.advance(msToNs(3000));
  return meters.map((meter, i) => meter.collect(workers[i]!.length));
}

it("four clients measure the same however they are spread over workers", () => {
  const one = mergeLoad(measured([[0, 1, 2, 3]]));
  const three = mergeLoad(measured([[0], [1, 2], [3]]));

  expect(one.audit).toMatchObject({ lost: expect.toSatisfy((lost: number) => lost > 0) });
  expect(three.audit).toEqual(one.audit);
  expect(three.latency.toData()).toEqual(one.latency.toData());
  expect(three.wait.toData()).toEqual(one.wait.toData());
  expect(three.window).toEqual(one.window);
  expect(three.freshness.time).toBeGreaterThan(0);
  expect(three.freshness).toEqual({ ...one.freshness, ageTime: expect.closeTo(one.freshness.ageTime, -9) });
  expect(three.ledger).toEqual(one.ledger);
  expect(three.exact).toEqual(one.exact);
  expect(three.timeline).toEqual(one.timeline);
});

it("one worker's report merges into itself", () => {
  const report = sampleLoad();
  const load = mergeLoad([report]);
  expect(load.latency.toData()).toEqual(report.latency);
  expect(load.audit).toEqual(report.audit);
  expect(load.window).toEqual(report.window);
  expect(load.timeline.latency.map((second) => second.count)).toEqual([300, 0, 300]);
  expect(load.latency).toBeInstanceOf(Histogram);
});
