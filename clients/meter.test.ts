import { describe, expect, it } from "vitest";
import { ManualClock } from "../core/clock.ts";
import { Histogram } from "../core/histogram.ts";
import type { LoadReport } from "../core/messages.ts";
import { EventStream, streamHash } from "../core/stream.ts";
import { NANOS_PER_MILLI, NANOS_PER_SECOND } from "../core/units.ts";
import { LoadClock } from "./load-clock.ts";
import { Meter, type MeterExtras, type ProcessMeter } from "./meter.ts";

const MS = NANOS_PER_MILLI;
const SECOND = NANOS_PER_SECOND;

// Ten events a second for three seconds, due at 0, 100, … 2,900 ms; the window is [1 s, 2 s): ids 11 to 20.
const STREAM = new EventStream({ seed: 1, arrivals: "periodic", rate: 10, payloadBytes: 20, spanMs: 3000 });
const START = 50 * SECOND;
const FROM = START + 1 * SECOND;
const TO = START + 2 * SECOND;

/** Notes when the meter told it what. */
class FakeProcess implements ProcessMeter {
  readonly calls: string[] = [];
  readonly cpuUs = 77;
  readonly utilization = { mean: 0.1, max: 0.2 };
  open = (): void => void this.calls.push("open");
  second = (): void => void this.calls.push("second");
  close = (): void => void this.calls.push("close");
}

/** A meter whose time and event loop the test drives. */
class Rig {
  readonly host = new ManualClock(40 * SECOND);
  readonly process = new FakeProcess();
  readonly meter: Meter;
  completed = 0;
  readonly #clients: number;
  #endTurn: () => void = () => {};

  constructor(clients = 1, stream = STREAM, extras: MeterExtras = {}) {
    this.#clients = clients;
    const clock = new LoadClock(this.host, (callback) => {
      this.#endTurn = callback;
    });
    this.meter = new Meter(stream, clients, clock, this.process, () => this.completed++, extras);
  }

  /** A meter whose clients are all connected and whose stream has been started. */
  static started(clients = 1): Rig {
    const rig = new Rig(clients);
    for (let client = 0; client < clients; client++) rig.open(client);
    rig.meter.start(START, FROM, TO);
    return rig;
  }

  open(client = 0, handshakeUp = 0, handshakeDown = 0): void {
    this.meter.opening(client);
    this.meter.opened(client, handshakeUp, handshakeDown);
  }

  /** Goes to a moment of the stream, in a new turn of the loop. */
  at(ms: number): this {
    this.host.advance(START + ms * MS - this.host.now());
    this.#endTurn();
    return this;
  }

  /** One socket read that carries these events, each in a frame of two bytes more. */
  receive(ids: readonly number[], client = 0, framing = 2): void {
    const envelopes = ids.map((id) => Buffer.from(STREAM.envelope(id)));
    const total = envelopes.reduce((sum, envelope) => sum + envelope.length + framing, 0);
    this.meter.received(client, total);
    for (const envelope of envelopes) this.meter.event(client, envelope, 0, envelope.length, framing);
  }

  /** Delivers every event of the stream to a client, each so long after it was due. */
  deliverAll(latencyMs: number, client = 0): void {
    for (let id = 1; id <= STREAM.events; id++) this.at((id - 1) * 100 + latencyMs).receive([id], client);
  }

  collect(): LoadReport {
    return this.meter.collect(this.#clients);
  }
}

const histogram = (data: LoadReport["latency"]): Histogram => Histogram.fromData(data);
const lengthOf = (...ids: number[]): number => ids.reduce((sum, id) => sum + STREAM.lengthOf(id), 0);
const RANGE = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe("latency", () => {
  it("is delivered − due over the events due in the window", () => {
    const rig = Rig.started();
    rig.deliverAll(30);
    const latency = histogram(rig.collect().latency);
    expect({ count: latency.count, mean: latency.mean, max: latency.max }).toEqual({
      count: 10,
      mean: 30 * MS,
      max: 30 * MS,
    });
  });

  it("counts an event due in the window that arrives after it, in full", () => {
    const rig = Rig.started();
    rig.at(1950).receive(RANGE(1, 19));
    rig.at(2700).receive([20]);
    const latency = histogram(rig.collect().latency);
    expect(latency.count).toBe(10);
    expect(latency.max).toBe(950 * MS);
  });

  it("leaves out an event due before the window that arrives in it, and one due after it", () => {
    const rig = Rig.started();
    rig.at(1500).receive(RANGE(1, 10));
    rig.at(2999).receive(RANGE(11, 30));
    expect(histogram(rig.collect().latency).count).toBe(10);
  });

  it("below zero is counted and kept out of the histogram", () => {
    const rig = Rig.started();
    rig.at(1000).receive(RANGE(1, 10));
    rig.at(1299).receive([11, 12, 13, 14, 15]);
    const report = rig.collect();
    // Events 14 and 15 are due 1,300 and 1,400 ms after the start.
    expect(report.negativeLatencies).toBe(2);
    expect(histogram(report.latency).count).toBe(3);
  });

  it("of an event that came before the stream was started counts as below zero", () => {
    const rig = new Rig();
    rig.open();
    rig.at(-100).receive([1, 2]);
    rig.meter.start(START, FROM, TO);
    rig.at(1000);
    const report = rig.collect();
    expect(report.negativeLatencies).toBe(2);
    expect(JSON.stringify(report)).not.toContain("null");
  });

  it("takes the first delivery of a pair only, and no corrupted one", () => {
    const rig = Rig.started();
    rig.at(1010).receive(RANGE(1, 11));
    rig.at(1500).receive([11]);
    const corrupted = Buffer.from(STREAM.envelope(12).replace('"at"', '"At"'));
    rig.meter.event(0, corrupted, 0, corrupted.length, 2);
    const report = rig.collect();
    const latency = histogram(report.latency);
    expect({ count: latency.count, max: latency.max }).toEqual({ count: 1, max: 10 * MS });
    expect(report.audit).toMatchObject({ delivered: 1, duplicated: 1, corrupted: 1 });
  });
});

describe("the audit of a meter", () => {
  it("covers the events due in the window, whenever they arrive", () => {
    const rig = Rig.started(2);
    rig.deliverAll(950, 0);
    rig.at(4000).receive(RANGE(1, 15), 1);
    expect(rig.collect().audit).toEqual({
      expected: 20,
      delivered: 15,
      lost: 5,
      corrupted: 0,
      duplicated: 0,
      reordered: 0,
    });
  });

  it("says when every client has every event, and not before", () => {
    const rig = Rig.started(2);
    rig.at(2950).receive(RANGE(1, 30), 0);
    rig.at(2960).receive(RANGE(1, 29), 1);
    expect(rig.completed).toBe(0);
    rig.receive([30], 1);
    expect(rig.completed).toBe(1);
  });

  it("of a stream without events is complete at once", () => {
    const rig = new Rig(1, new EventStream({ ...STREAM.spec, spanMs: 0 }));
    rig.meter.start(START, START, START);
    expect(rig.completed).toBe(1);
  });
});

describe("the window's bytes, requests and events", () => {
  it("are what was completed inside it", () => {
    const rig = Rig.started();
    // Warm-up: due and delivered before the window.
    rig.at(500).receive(RANGE(1, 5));
    rig.meter.requested(0, 1000);
    // Due before, delivered inside.
    rig.at(1000).receive(RANGE(6, 10));
    rig.meter.requested(0, 40);
    rig.meter.responded(0, 5, 100, 1);
    rig.at(1999).receive([11, 12]);
    rig.meter.skipped();
    // Due inside, delivered after.
    rig.at(2000).receive(RANGE(13, 20));
    rig.meter.requested(0, 5000);
    rig.meter.responded(0, 8, 5000, 1);
    rig.meter.skipped();

    expect(rig.collect().window).toEqual({
      up: { payload: 0, headers: 40, framing: 0, handshake: 0 },
      down: { payload: lengthOf(6, 7, 8, 9, 10, 11, 12), headers: 100, framing: 7 * 2 + 1, handshake: 0 },
      events: 7,
      requests: 1,
      responses: 1,
      emptyResponses: 0,
      skippedPolls: 1,
    });
  });

  it("end when it ends, even when nothing arrives at that moment", () => {
    const rig = Rig.started();
    rig.at(1500).receive([1]);
    rig.at(2000).meter.moment();
    rig.meter.requested(0, 999);
    expect(rig.collect().window).toMatchObject({ events: 1, requests: 0 });
  });

  it("are counted until now when collected inside it, and empty when it never opened", () => {
    const inside = Rig.started();
    inside.at(1500).receive([1, 2]);
    inside.at(1600).receive([3]);
    const before = Rig.started();
    before.at(900).receive([1, 2]);
    expect(inside.collect().window.events).toBe(3);
    expect(before.collect().window.events).toBe(0);
  });

  it("put each byte under its purpose: payload, headers, framing, handshake", () => {
    const rig = Rig.started();
    rig.at(1100).meter.moment();
    rig.open(0, 150, 129);
    rig.meter.requested(0, 40);
    rig.meter.controlled(0, 6, 2);
    rig.receive([1, 2], 0, 4);
    rig.meter.responded(0, 2, 100, 3);
    rig.meter.responded(0, 0, 90, 1);

    const { window } = rig.collect();

    expect(window.up).toEqual({ payload: 0, headers: 40, framing: 6, handshake: 150 });
    expect(window.down).toEqual({
      payload: lengthOf(1, 2),
      headers: 190,
      framing: 2 + 8 + 3 + 1,
      handshake: 129,
    });
    expect(window).toMatchObject({ requests: 1, responses: 2, emptyResponses: 1 });
  });

  it("tell the process meter when it opens, each second of it, and when it closes, once", () => {
    const rig = new Rig();
    rig.open();
    rig.meter.start(START, START + 500 * MS, START + 2600 * MS);
    for (const ms of [400, 501, 900, 1000, 1500, 2000, 2600, 2700, 3000, 4000]) rig.at(ms).meter.moment();
    expect(rig.process.calls).toEqual(["open", "second", "second", "close"]);
    expect(rig.collect()).toMatchObject({ cpuUs: 77, utilization: { mean: 0.1, max: 0.2 } });
  });

  it("open and close in order when the worker stood still through all of it", () => {
    const rig = Rig.started();
    rig.at(5000).meter.moment();
    expect(rig.process.calls[0]).toBe("open");
    expect(rig.process.calls.at(-1)).toBe("close");
    expect(rig.collect().window.events).toBe(0);
  });
});

describe("the ledger", () => {
  it("balances: bytes by purpose, with what was never completed, are the sockets' own", () => {
    const rig = Rig.started();
    rig.open(0, 150, 129);
    rig.meter.requested(0, 40);
    rig.meter.controlled(0, 6, 2);
    rig.at(1500).receive([1, 2], 0, 4);
    rig.meter.responded(0, 2, 100, 3);
    const up = 150 + 40 + 6;
    const down = 129 + 2 + lengthOf(1, 2) + 8 + 100 + 3;
    rig.meter.closed(0, "asked", { socketUp: up + 11, socketDown: down + 17, strayUp: 11, strayDown: 17 });

    expect(rig.collect().ledger).toEqual({
      up: up + 11,
      down: down + 17,
      socketUp: up + 11,
      socketDown: down + 17,
    });
  });

  it("adds up the sockets of every connection a client had", () => {
    const rig = Rig.started();
    const bytes = { socketUp: 10, socketDown: 100, strayUp: 1, strayDown: 2 };
    rig.meter.closed(0, "lost", bytes);
    rig.open();
    rig.meter.closed(0, "asked", bytes);
    expect(rig.collect().ledger).toEqual({ up: 2, down: 4, socketUp: 20, socketDown: 200 });
  });
});

describe("the witness", () => {
  it("computes the stream's hash when every event came once and in order", () => {
    const rig = Rig.started(2);
    rig.deliverAll(10, 0);
    expect(rig.collect().received).toBe(streamHash(STREAM));
  });

  it.each([
    ["dropped", [...RANGE(1, 6), ...RANGE(8, 30)]],
    ["repeated", [...RANGE(1, 7), ...RANGE(7, 30)]],
    ["reordered", [...RANGE(1, 6), 8, 7, ...RANGE(9, 30)]],
    ["the last missing", RANGE(1, 29)],
  ])("computes another with one event %s", (_lie, ids) => {
    const rig = Rig.started();
    rig.at(3000).receive(ids);
    expect(rig.collect().received).not.toBe(streamHash(STREAM));
  });

  it("computes another with one bit wrong", () => {
    const rig = Rig.started();
    rig.at(3000).receive(RANGE(1, 29));
    const last = Buffer.from(STREAM.envelope(30));
    last[last.length - 3]! ^= 1;
    rig.meter.event(0, last, 0, last.length, 2);
    expect(rig.collect().received).not.toBe(streamHash(STREAM));
  });

  it("is the first client alone, and says nothing when it received nothing", () => {
    const rig = Rig.started(2);
    rig.deliverAll(10, 1);
    expect("received" in rig.collect()).toBe(false);
  });
});

describe("connections", () => {
  it("are counted once a client, and each loss of one that stood", () => {
    const rig = Rig.started(3);
    const none = { socketUp: 0, socketDown: 0, strayUp: 0, strayDown: 0 };
    expect(rig.meter.connected).toBe(3);

    rig.meter.closed(1, "lost", none, new Error("reset"));
    expect(rig.meter.connected).toBe(2);
    rig.open(1);
    rig.meter.closed(1, "malformed", none, new Error("bad frame"));
    rig.open(1);
    rig.meter.closed(2, "asked", none);

    expect(rig.meter.connected).toBe(2);
    expect(rig.collect()).toMatchObject({
      connected: 3,
      lostConnections: 2,
      malformed: 1,
      firstFault: "reset",
    });
  });

  it("that never stood count neither as connected nor as lost", () => {
    const rig = new Rig(2);
    rig.open(0);
    for (let attempt = 0; attempt < 3; attempt++) {
      rig.meter.opening(1);
      const none = { socketUp: 0, socketDown: 0, strayUp: 0, strayDown: 0 };
      rig.meter.closed(1, "lost", none, new Error("refused"));
    }
    expect(rig.meter.connected).toBe(1);
    expect(rig.collect()).toMatchObject({ connected: 1, lostConnections: 0, firstFault: "refused" });
  });

  it("take from the beginning of an attempt until the subscription stands", () => {
    const rig = new Rig(2);
    rig.meter.opening(0);
    rig.host.advance(2 * MS);
    rig.meter.opening(1);
    rig.host.advance(3 * MS);
    rig.meter.opened(0, 0, 0);
    rig.meter.opened(1, 0, 0);
    const connect = histogram(rig.collect().connect);
    expect({ count: connect.count, max: connect.max, mean: connect.mean }).toEqual({
      count: 2,
      max: 5 * MS,
      mean: 4 * MS,
    });
  });

  it("count how often the log no longer reached back", () => {
    const rig = Rig.started();
    rig.meter.gone();
    rig.meter.gone();
    expect(rig.collect().gone).toBe(2);
  });
});

describe("the in-worker wait", () => {
  it("is from the start of the turn of the loop to the read, for events handled in the window", () => {
    const rig = Rig.started();
    rig.at(500).receive([1]);
    rig.at(1500).receive([2]);
    rig.host.advance(8 * MS);
    rig.receive([3]);
    rig.at(2500).receive([4]);
    const wait = histogram(rig.collect().wait);
    expect({ count: wait.count, max: wait.max, mean: wait.mean }).toEqual({
      count: 2,
      max: 8 * MS,
      mean: 4 * MS,
    });
  });
});

describe("the parts of a latency", () => {
  it("are the wait for the request that brought the event, and the wait inside the worker, never both", () => {
    const rig = Rig.started();
    rig.at(1500).receive(RANGE(1, 10));
    // Ids 11 to 14 are due at 1,000 to 1,300 ms, id 16 at 1,500.
    rig.at(1205).meter.requested(0, 40);
    rig.at(1305).receive([11, 12]);
    rig.host.advance(20 * MS);
    rig.receive([13, 14]);
    const report = rig.collect();
    const waits = histogram(report.pollWait);
    // Due before the request: 11, 12 and 13.
    expect({ count: waits.count, sum: waits.sum }).toEqual({ count: 3, sum: (205 + 105 + 5) * MS });
    // The second read came 20 ms into the turn for two events.
    expect(report.clientWait).toBe(2 * 20 * MS);
  });

  it("count no time before an event was due, or its request sent, as the worker's", () => {
    const rig = Rig.started();
    rig.at(950).meter.moment(); // the turn starts
    rig.host.advance(100 * MS);
    rig.receive([11]); // due at 1,000 ms, handled at 1,050
    rig.host.advance(80 * MS);
    rig.meter.requested(0, 40);
    rig.host.advance(20 * MS);
    rig.receive([12]); // due at 1,100 ms, asked for at 1,130, handled at 1,150
    expect(rig.collect().clientWait).toBe((50 + 20) * MS);
  });

  it("have no wait where nothing was asked for, or the request was on its way", () => {
    const rig = Rig.started();
    rig.at(1000).meter.requested(0, 40);
    rig.at(1250).receive([12, 13]);
    rig.receive([11]); // due when the request was sent
    expect(histogram(rig.collect().pollWait).count).toBe(0);
  });
});

describe("exchanges, freshness and fan-out", () => {
  it("time answers and re-asks by the request's own moment", () => {
    const rig = Rig.started();
    rig.at(1250).meter.requested(0, 40);
    rig.host.advance(1 * MS);
    rig.receive([11]);
    rig.meter.responded(0, 1, 100, 1);
    rig.host.advance(3 * MS); // within the same turn, without another read
    rig.meter.requested(0, 40);
    rig.at(1600).meter.moment();
    rig.meter.responded(0, 0, 100, 1);
    const { answers, reask } = rig.collect();
    expect(histogram(answers.buffered).max).toBe(1 * MS);
    expect(histogram(answers.other).max).toBe((1600 - 1254) * MS);
    expect(histogram(reask).max).toBe(3 * MS);
  });

  it("integrate the age of the newest event over the window", () => {
    const rig = Rig.started();
    rig.deliverAll(30);
    const { freshness } = rig.collect();
    expect(freshness.time).toBe(1 * SECOND);
    expect(freshness.ageTime / freshness.time).toBeCloseTo((50 + 30) * MS, 0);
    expect(freshness.peakSum / freshness.peaks).toBeCloseTo((100 + 30) * MS, 0);
  });

  it("sum latencies by the order of connecting", () => {
    const rig = new Rig(2);
    rig.open(1);
    rig.open(0);
    rig.meter.start(START, FROM, TO);
    rig.at(1010).receive([11], 1);
    rig.at(1025).receive([11], 0);
    expect(rig.collect().fanOut).toEqual({
      n: 2,
      x: 1,
      y: 35 * MS,
      xx: 1,
      xy: 25 * MS,
      yy: (10 * MS) ** 2 + (25 * MS) ** 2,
    });
  });
});

describe("an outage of the worker", () => {
  const none = { socketUp: 0, socketDown: 0, strayUp: 0, strayDown: 0 };

  it("lasts from the lost connection until what was due at the reconnect has come", () => {
    const rig = Rig.started(2);
    rig.at(1010).receive(RANGE(1, 11), 0);
    rig.at(1020).meter.closed(0, "lost", none, new Error("reset"));
    rig.at(1350);
    rig.open(0); // ids up to 14 are due
    rig.at(1400).receive([12, 13], 0);
    rig.at(1450).receive([14], 0);
    rig.at(1500).receive([15], 0);
    const report = rig.collect();
    expect(histogram(report.recoveries).max).toBe((1450 - 1020) * MS);
    expect(report).toMatchObject({ reconnections: 1, unrecovered: 0, lostConnections: 1 });
  });

  it("has not ended while an event between is missing", () => {
    const rig = Rig.started();
    rig.at(1020).meter.closed(0, "lost", none);
    rig.at(1030);
    rig.open(0);
    rig.at(1400).receive([...RANGE(1, 6), ...RANGE(8, 13)]);
    expect(rig.collect()).toMatchObject({ reconnections: 1, unrecovered: 1 });
  });

  it("is none when the end was asked for", () => {
    const rig = Rig.started();
    rig.at(1020).meter.closed(0, "asked", none);
    expect(rig.collect()).toMatchObject({ reconnections: 0, unrecovered: 0 });
  });
});

describe("what is measured only when asked for", () => {
  it("is one latency per event, by its id", () => {
    const rig = new Rig(2, STREAM, { samples: true });
    rig.open(0);
    rig.open(1);
    rig.meter.start(START, FROM, TO);
    for (const client of [0, 1]) rig.at(1210 + client).receive(RANGE(1, 12), client);
    const { firstId, samples } = rig.collect();
    expect(firstId).toBe(11);
    expect(samples).toEqual([210 * MS, 111 * MS, ...new Array(8).fill(-1)]);
  });

  it("is the interface's traffic between the window's edges", () => {
    let read = 0;
    const network = () => ({ bytes: 1000 * ++read, packets: 10 * read });
    const rig = new Rig(1, STREAM, { network });
    rig.meter.start(START, FROM, TO);
    for (const ms of [500, 1000, 1500, 2000, 2500]) rig.at(ms).meter.moment();
    expect(rig.collect().network).toEqual({ bytes: 1000, packets: 10 });
    expect(read).toBe(2);
  });

  it("is absent otherwise", () => {
    const report = Rig.started().collect();
    expect(["samples", "firstId", "network"].filter((key) => key in report)).toEqual([]);
  });
});

describe("exact costs", () => {
  it("are the smallest seen of each kind; what never happened is absent", () => {
    const rig = Rig.started();
    rig.meter.requested(0, 42);
    rig.meter.requested(0, 41);
    rig.meter.responded(0, 0, 80, 0);
    rig.meter.responded(0, 2, 100, 3);
    rig.at(100).receive([1], 0, 4);
    rig.receive([2], 0, 2);
    expect(rig.collect().exact).toEqual({
      requestBytes: 41,
      emptyResponseBytes: 80,
      responseOverheadBytes: 103,
      comparableResponseBytes: 104,
      eventOverheadBytes: 2,
      handshakeBytes: 0,
    });
  });
});

describe("the timeline", () => {
  it("has each second's deliveries, latencies and bytes, from the stream's start", () => {
    const rig = Rig.started();
    rig.meter.received(0, 999);
    rig.at(10).receive([1]);
    rig.meter.requested(0, 40);
    rig.at(1150).receive([11, 12]);
    rig.at(2000).meter.moment();

    const { timeline } = rig.collect();

    expect(timeline.events).toEqual([1, 2]);
    expect(timeline.bytesDown).toEqual([lengthOf(1) + 2, lengthOf(11, 12) + 4]);
    expect(timeline.bytesUp).toEqual([40, 0]);
    expect(timeline.latency.map((second) => histogram(second).max)).toEqual([10 * MS, 150 * MS]);
  });
});
