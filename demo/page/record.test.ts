import { expect, it } from "vitest";
import { LaneRecord, type ServerCounts } from "./record.ts";

const server = (requests: number): ServerCounts => ({
  requests,
  emptyResponses: requests - 1,
  eventsSent: requests * 2,
  bytesReceived: requests * 500,
  bytesSent: requests * 300,
});

it("measures an event from the moment at which it was due", () => {
  const record = new LaneRecord();

  record.event(1, 1000, 1700);
  record.event(2, 1600, 1700);

  expect([record.delays.mean(), record.counts.events, record.counts.lateEvents]).toEqual([400, 2, 1]);
});

it("does not take an event twice", () => {
  const record = new LaneRecord();

  const taken = [record.event(1, 0, 5), record.event(1, 0, 900)];

  expect([taken, record.delays.size, record.audit.repeated]).toEqual([[true, false], 1, 1]);
});

it("times questions by answers that did not wait for an event", () => {
  const record = new LaneRecord();
  record.asked();
  record.answered(12, 0, false);
  record.asked();
  record.answered(900, 3, true);

  expect([record.roundTrips.mean(), record.roundTrips.size]).toEqual([12, 1]);
  expect(record.counts).toMatchObject({ requests: 2, answers: 2, empty: 1, slowAnswers: 1 });
});

it("begins anew with the settings, without those that were due before, and keeps its totals", () => {
  const record = new LaneRecord();
  record.counted(server(8), server(8), 0);
  record.asked();
  record.event(1, 0, 400);
  record.counted(server(9), server(9), 400);

  record.begin(500);
  // Counted before, heard after: what crossed under the settings before.
  record.counted(server(10), server(10), 499);
  expect(record.server).toBeUndefined();
  record.event(2, 499, 600);
  record.event(3, 501, 600);
  record.counted(server(11), server(11), 501);
  record.counted(server(14), server(14), 900);

  expect([record.delays.size, record.delays.newest]).toEqual([1, 99]);
  expect(record.counts).toMatchObject({ requests: 0, events: 2 });
  expect(record.server).toEqual({
    requests: 3,
    emptyResponses: 3,
    eventsSent: 6,
    bytesReceived: 1500,
    bytesSent: 900,
  });
  expect(record.crowd).toEqual(record.server);
  expect(record.totals.events).toBe(3);
});

it("does not count what the server did before the page came", () => {
  const record = new LaneRecord();
  record.counted(server(100), server(100), 0);

  expect(record.server?.requests).toBe(0);
});

it("stays as small as it is however many events come", () => {
  const record = new LaneRecord();

  for (let seq = 1; seq <= 50_000; seq++) {
    record.event(seq, seq, seq + 1);
    record.answered(1, 0, false);
  }

  expect([record.delays.size, record.roundTrips.size, record.audit.lost]).toEqual([400, 120, 0]);
});
