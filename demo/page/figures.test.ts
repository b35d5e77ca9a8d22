import { expect, it } from "vitest";
import { DEFAULT_SETTINGS, type DemoSettings, LANES } from "../protocol.ts";
import { figuresOf, predicted } from "./figures.ts";
import { LaneRecord } from "./record.ts";

const settings = (some: Partial<DemoSettings>): DemoSettings => ({ ...DEFAULT_SETTINGS, ...some });
const NOTHING = { requests: 0, emptyResponses: 0, eventsSent: 0, bytesReceived: 0, bytesSent: 0 };
const NO_OVERHEADS = { roundTripMs: undefined, baseMs: 0 };

it("predicts half the interval and one way for polling, whatever the arrivals", () => {
  for (const arrivals of ["poisson", "periodic", "bursty"] as const) {
    const wished = settings({ arrivals, pollIntervalMs: 800, delayMs: 50 });
    expect(predicted("polling", wished, { roundTripMs: 100, baseMs: 0 }).meanMs, arrivals).toBeCloseTo(
      450,
      6,
    );
  }
});

it("predicts polls that are passed over where a round trip takes longer than the interval", () => {
  const { meanMs } = predicted("polling", settings({ pollIntervalMs: 100, delayMs: 100 }), NO_OVERHEADS);

  // Every third tick finds the last poll answered: 300/2, and one way.
  expect(meanMs).toBeCloseTo(252, 6);
});

it("predicts one way for push", () => {
  for (const lane of ["sse", "websocket"] as const) {
    expect(predicted(lane, settings({ delayMs: 70 }), NO_OVERHEADS)).toEqual({ medianMs: 70, meanMs: 70 });
  }
});

it("predicts the cliff of long polling, and nothing of bursts", () => {
  const before = predicted(
    "long-polling",
    settings({ arrivals: "periodic", rate: 4, delayMs: 110 }),
    NO_OVERHEADS,
  );
  const after = predicted(
    "long-polling",
    settings({ arrivals: "periodic", rate: 4, delayMs: 140 }),
    NO_OVERHEADS,
  );
  const bursts = predicted("long-polling", settings({ arrivals: "bursty" }), NO_OVERHEADS);

  expect(before.meanMs).toBeCloseTo(110, 6);
  expect(after.meanMs).toBeGreaterThan(250);
  expect(bursts).toEqual({});
});

it("predicts the share of polls that are for nothing", () => {
  const { wasted, requestsPerEvent } = predicted(
    "polling",
    settings({ rate: 1, pollIntervalMs: 100 }),
    NO_OVERHEADS,
  );

  expect(wasted).toBeCloseTo(Math.exp(-0.1), 6);
  expect(requestsPerEvent).toBeCloseTo(10, 6);
});

it("never fails over whatever can be set", () => {
  const extremes = [0.1, 100].flatMap((rate) =>
    [0, 1000].flatMap((delayMs) =>
      [0, Math.min(500, delayMs)].flatMap((jitterMs) =>
        (["poisson", "periodic", "bursty"] as const).map((arrivals) =>
          settings({ rate, delayMs, jitterMs, arrivals, pollIntervalMs: 100 }),
        ),
      ),
    ),
  );

  for (const lane of LANES) {
    for (const each of extremes) expect(() => predicted(lane, each, NO_OVERHEADS)).not.toThrow();
  }
});

it("divides by events, and says nothing of what it has none of", () => {
  const record = new LaneRecord();
  const none = figuresOf("polling", record, DEFAULT_SETTINGS, NO_OVERHEADS);
  record.counted(NOTHING, NOTHING, 0);
  for (const [took, events] of [
    [2, 0],
    [2, 0],
    [3, 2],
  ] as const) {
    record.asked();
    record.answered(took, events, false);
  }
  record.event(1, 0, 10);
  record.event(2, 0, 30);
  const page = { requests: 3, emptyResponses: 2, eventsSent: 2, bytesReceived: 900, bytesSent: 700 };
  record.counted(page, { ...page, requests: 30, bytesReceived: 9000 }, 1);

  const some = figuresOf("polling", record, DEFAULT_SETTINGS, NO_OVERHEADS);

  expect([none.requestsPerEvent, none.bytesPerEvent, none.wasted]).toEqual([undefined, undefined, undefined]);
  expect(some).toMatchObject({ meanMs: 20, requestsPerEvent: 1.5, bytesPerEvent: 800, bytes: 1600 });
  expect(some).toMatchObject({ requestsOfAll: 33, bytesOfAll: 11_300 });
  expect(some.wasted).toBeCloseTo(2 / 3);
  expect(figuresOf("sse", record, DEFAULT_SETTINGS, NO_OVERHEADS).wasted).toBeUndefined();
});
