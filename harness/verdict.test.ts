import { describe, expect, it } from "vitest";
import type { LinkBytes } from "../core/link.ts";
import type { LoadReport, PublisherReport } from "../core/messages.ts";
import type { ResultVerdict } from "../core/result.ts";
import type { Scenario, TransportEntry } from "../core/scenario.ts";
import { linkAccount } from "./link-account.ts";
import { mergeLoad } from "./merge.ts";
import {
  LINK,
  POLLING,
  sampleLink,
  sampleLoad,
  samplePublisher,
  sampleScenario,
  spans,
  WEBSOCKET,
} from "./testing/sample-reports.ts";
import { judge } from "./verdict.ts";

interface Case {
  readonly load?: Partial<LoadReport>;
  readonly publisher?: Partial<PublisherReport>;
  readonly scenario?: Partial<Scenario>;
  readonly entry?: TransportEntry;
  readonly hostBusy?: boolean;
  /** Bytes of a link that the cell went through. */
  readonly link?: Partial<LinkBytes>;
}

function judged({
  load = {},
  publisher = {},
  scenario = {},
  entry = WEBSOCKET,
  hostBusy = false,
  link,
}: Case) {
  const report = sampleLink({ bytes: { ...sampleLink().bytes, ...link } });
  return judge({
    scenario: sampleScenario(scenario),
    entry,
    load: mergeLoad([sampleLoad(load)]),
    publisher: samplePublisher(publisher),
    hostBusy,
    ...(link === undefined ? {} : { link: linkAccount(LINK, [report]) }),
  });
}

const codes = (notes: ResultVerdict["reasons"]): string[] => notes.map(({ code }) => code);
const ledger = { up: 1, down: 2, socketUp: 1, socketDown: 2 };
const audit = sampleLoad().audit;

it("a healthy cell is valid, without reasons and without warnings", () => {
  expect(judged({})).toEqual({ status: "valid", reasons: [], warnings: [] });
});

it("bytes that died with a connection leave the ledger closed", () => {
  const link = {
    fromClients: 29_000,
    toServer: 28_000,
    droppedUp: 1000,
    fromServer: 700_005,
    toClients: 700_005,
  };
  expect(judged({ load: { lostConnections: 1 }, link }).reasons).toEqual([]);
});

describe("a cell is invalid", () => {
  it.each<[string, string, Case, RegExp]>([
    ["too few clients connected", "NOT_CONNECTED", { load: { connected: 98 } }, /98 of 100 .*--clients/],
    [
      "no client connected",
      "NOT_CONNECTED",
      { load: { connected: 0, firstFault: "refused" } },
      /0 of 100.*\(refused\)/,
    ],
    ["the publisher left events out", "PUBLISHER_SHORT", { publisher: { emitted: 31 } }, /31 of 32/],
    [
      "no event was due",
      "NO_EVENTS",
      { load: { audit: { ...audit, expected: 0, delivered: 0 } } },
      /--duration/,
    ],
    ["an event came before it was due", "NEGATIVE_LATENCY", { load: { negativeLatencies: 1 } }, /1 events/],
    [
      "a load worker was saturated",
      "LOAD_SATURATED",
      { load: { utilization: { mean: 0.1, max: 0.86 } } },
      /86 % .*limit 85 %/,
    ],
    [
      "events waited inside a load worker",
      "LOAD_LATE",
      { load: { wait: spans([0.1, 90], [6, 10]) } },
      /6\.0 ms .*limit 5\.0 ms/,
    ],
    [
      "the publisher was late",
      "PUBLISHER_LATE",
      { publisher: { slip: spans([0.1, 95], [3, 5]) } },
      /3\.0 ms late \(limit 2\.0 ms\)/,
    ],
    [
      "bytes are missing from the ledger",
      "LEDGER_OPEN",
      { load: { ledger: { ...ledger, down: 3 } } },
      /3 down/,
    ],
    ["bytes are too many in the ledger", "LEDGER_OPEN", { load: { ledger: { ...ledger, up: 0 } } }, /0 up/],
    ["the link lost a byte", "LEDGER_OPEN", { link: { toServer: 29_999 } }, /handed on 29999/],
    [
      "the link counts other bytes than the clients' sockets",
      "LEDGER_OPEN",
      { link: { fromServer: 700_001, toClients: 700_001 } },
      /700000 down, the link 30000 and 700001/,
    ],
    [
      "the clients of a link that broke have more than it handed on",
      "LEDGER_OPEN",
      { load: { lostConnections: 1 }, link: { toClients: 699_999, droppedDown: 1 } },
      /the link 30000 and 699999/,
    ],
  ])("when %s: %s", (_when, code, evidence, says) => {
    const { status, reasons } = judged(evidence);
    expect(status).toBe("invalid");
    expect(codes(reasons)).toEqual([code]);
    expect(reasons[0]?.message).toMatch(says);
  });

  it("with every reason at once, each by its name", () => {
    const { reasons } = judged({
      load: { connected: 1, negativeLatencies: 1, utilization: { mean: 1, max: 1 } },
      publisher: { emitted: 0 },
    });
    expect(codes(reasons)).toEqual([
      "NOT_CONNECTED",
      "PUBLISHER_SHORT",
      "NEGATIVE_LATENCY",
      "LOAD_SATURATED",
    ]);
  });
});

describe("at its limit a cell is still valid", () => {
  // A median of 100 ms: a share of it is the larger of two limits.
  const slow = { latency: spans([100, 2000]) };
  it.each<[string, Case]>([
    ["99 % of the clients connected", { load: { connected: 99 } }],
    ["a busiest second of exactly 0.85", { load: { utilization: { mean: 0.1, max: 0.85 } } }],
    ["an in-worker wait below 5 ms", { load: { wait: spans([4.99, 100]) } }],
    ["an in-worker wait below a quarter of the median", { load: { ...slow, wait: spans([24.9, 100]) } }],
    ["a long wait of fewer than one event in a hundred", { load: { wait: spans([0.1, 1000], [900, 9]) } }],
    [
      "a long wait of all clients for one event of two dozen",
      { load: { wait: spans([0.1, 2300], [50, 100]) } },
    ],
    ["no wait recorded", { load: { wait: spans() } }],
    ["slip below 2 ms", { publisher: { slip: spans([1.99, 100]) } }],
    ["slip below a tenth of the median", { load: slow, publisher: { slip: spans([9.9, 100]) } }],
    ["no event published in the window", { publisher: { slip: spans() } }],
    ["one late event of two dozen", { publisher: { slip: spans([0.1, 23], [50, 1]) } }],
    ["one late event of a hundred", { publisher: { slip: spans([0.1, 99], [50, 1]) } }],
    [
      "an open ledger after a lost connection",
      { load: { ledger: { ...ledger, up: 0 }, lostConnections: 1 } },
    ],
    ["an open ledger after malformed bytes", { load: { ledger: { ...ledger, up: 0 }, malformed: 1 } }],
  ])("with %s", (_what, evidence) => {
    expect(codes(judged(evidence).reasons)).toEqual([]);
  });

  it.each<[string, string, Case]>([
    [
      "long waits for two events of two dozen",
      "LOAD_LATE",
      { load: { wait: spans([0.1, 2200], [50, 200]) } },
    ],
    ["a wait above a quarter of the median", "LOAD_LATE", { load: { ...slow, wait: spans([25.1, 100]) } }],
    [
      "slip above a tenth of the median",
      "PUBLISHER_LATE",
      { load: slow, publisher: { slip: spans([10.1, 100]) } },
    ],
    ["two late events of two dozen", "PUBLISHER_LATE", { publisher: { slip: spans([0.1, 22], [50, 2]) } }],
    ["one event published, late", "PUBLISHER_LATE", { publisher: { slip: spans([50, 1]) } }],
  ])("and just past it, with %s, no longer", (_what, code, evidence) => {
    expect(codes(judged(evidence).reasons)).toEqual([code]);
  });
});

describe("a cell is valid with a warning", () => {
  it.each<[string, string, Case, RegExp]>([
    ["events were lost", "DELIVERY", { load: { audit: { ...audit, lost: 3 } } }, /3 lost$/],
    [
      "several things went wrong",
      "DELIVERY",
      { load: { audit: { ...audit, lost: 1, duplicated: 2, reordered: 3, corrupted: 4 } } },
      /1 lost, 2 delivered twice, 3 reordered, 4 corrupted$/,
    ],
    ["samples are few", "FEW_SAMPLES", { load: { latency: spans([10, 999]) } }, /999 samples.*1000/],
    [
      "clients lost their connection",
      "CONNECTION_LOST",
      { load: { lostConnections: 2, firstFault: "reset" } },
      /2 times; first: reset/,
    ],
    ["the server broke its protocol", "MALFORMED", { load: { malformed: 1 } }, /1 times; first: unknown/],
    ["the log was outrun", "GONE", { load: { gone: 4 } }, /4 times/],
    ["the machine was busy", "HOST_BUSY", { hostBusy: true }, /busy/],
    [
      "polls and events share a period",
      "PHASE_LOCKED",
      { entry: POLLING, scenario: periodic(1) },
      /only 1 different/,
    ],
  ])("when %s: %s", (_when, code, evidence, says) => {
    const { status, warnings } = judged(evidence);
    expect(status).toBe("valid");
    expect(codes(warnings)).toEqual([code]);
    expect(warnings[0]?.message).toMatch(says);
  });

  it("but not for few samples from 1,000 on, nor where there are none at all", () => {
    expect(judged({ load: { latency: spans([10, 1000]) } }).warnings).toEqual([]);
    expect(judged({ load: { latency: spans() } }).warnings).toEqual([]);
  });
});

function periodic(rate: number): Partial<Scenario> {
  return { stream: { arrivals: "periodic", rate, payloadBytes: 160 } };
}

describe("the different waits a polling client can see", () => {
  const waits = (rate: number, intervalMs: number): number | undefined => {
    const entry = { ...POLLING, params: { intervalMs } };
    const message = judged({ entry, scenario: periodic(rate) }).warnings[0]?.message;
    return message === undefined ? undefined : Number(/only (\d+) /.exec(message)?.[1]);
  };

  it.each([
    [1, 1000, 1], // P = T
    [2, 1000, 2], // P = T/2
    [10, 1000, 10], // P = T/10
    [19, 1000, 19], // the last that is warned of
    [0.5, 1000, 1], // P = 2T: every poll but one finds nothing
    [4, 1250, 5], // P/T = 1/5
    [8, 300, 12], // P/T = 125/300 = 5/12
    [3, 1000, 3], // a period of no whole number of microseconds
    [7, 1000, 7],
    [9, 2000, 18],
    [0.3, 1000, 3], // P/T = 10/3
  ])("at %d events/s and a poll each %d ms are %d", (rate, intervalMs, expected) => {
    expect(waits(rate, intervalMs)).toBe(expected);
  });

  it.each([
    [20, 1000], // 20 of them: enough
    [100, 1000],
    [4.01, 1000], // 401/100 in lowest terms
    [1, 1001], // 1,001
  ])("at %d events/s and a poll each %d ms are enough", (rate, intervalMs) => {
    expect(waits(rate, intervalMs)).toBeUndefined();
  });

  it("are no matter with poisson arrivals, or where nothing is polled", () => {
    expect(judged({ entry: POLLING }).warnings).toEqual([]);
    expect(judged({ entry: WEBSOCKET, scenario: periodic(1) }).warnings).toEqual([]);
  });

  it("are no matter where each poll waits for the answer before", () => {
    const entry = { ...POLLING, params: { intervalMs: 1000, pacing: "fixed-delay" } };
    expect(judged({ entry, scenario: periodic(1) }).warnings).toEqual([]);
  });
});
