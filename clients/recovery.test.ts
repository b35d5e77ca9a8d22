import { describe, expect, it } from "vitest";
import { Histogram } from "../core/histogram.ts";
import { NANOS_PER_MILLI as MS } from "../core/units.ts";
import { Recovery } from "./recovery.ts";

/** A recovery of three clients whose audit is a list: up to which id each has everything. */
function outage() {
  const has = [10, 10, 10];
  const recovery = new Recovery(3, { hasUpTo: (client, id) => has[client]! >= id });
  const report = () => {
    const { recoveries, ...counts } = recovery.report();
    const spans = Histogram.fromData(recoveries);
    return { ...counts, outages: spans.count, longestMs: (spans.max ?? 0) / MS };
  };
  return { has, recovery, report };
}

describe("an outage", () => {
  it("lasts from the first loss until the last client is back and has what it missed", () => {
    const { has, recovery, report } = outage();
    recovery.lost(0, 100 * MS);
    recovery.lost(1, 150 * MS);
    recovery.reopened(0, 12, 200 * MS);
    has[0] = 11;
    recovery.arrived(0, 210 * MS); // one is still missing
    recovery.reopened(1, 10, 300 * MS); // missed nothing
    expect(report()).toMatchObject({ outages: 0, unrecovered: 1 });
    has[0] = 12;
    recovery.arrived(0, 330 * MS);
    expect(report()).toEqual({ outages: 1, longestMs: 230, reconnections: 2, unrecovered: 0 });
  });

  it("is not shortened by what clients receive that lost nothing, or have it again", () => {
    const { has, recovery, report } = outage();
    recovery.lost(0, 100 * MS);
    recovery.lost(1, 100 * MS);
    recovery.reopened(0, 10, 150 * MS);
    recovery.reopened(1, 12, 150 * MS);
    for (const client of [0, 0, 2, 2]) recovery.arrived(client, 200 * MS);
    expect(report()).toMatchObject({ outages: 0, unrecovered: 1 });
    has[1] = 12;
    recovery.arrived(1, 250 * MS);
    expect(report()).toEqual({ outages: 1, longestMs: 150, reconnections: 2, unrecovered: 0 });
  });

  it("does not end while a client is not connected", () => {
    const { recovery, report } = outage();
    recovery.lost(0, 100 * MS);
    recovery.lost(1, 100 * MS);
    recovery.reopened(0, 0, 200 * MS);
    recovery.arrived(1, 250 * MS); // the rest of a read of a connection that ended
    expect(report()).toEqual({ outages: 0, longestMs: 0, reconnections: 1, unrecovered: 1 });
  });

  it("goes on when a client is lost again before it has everything", () => {
    const { has, recovery, report } = outage();
    recovery.lost(0, 100 * MS);
    recovery.reopened(0, 20, 200 * MS);
    recovery.lost(0, 300 * MS);
    recovery.reopened(0, 30, 400 * MS);
    has[0] = 30;
    recovery.arrived(0, 500 * MS);
    expect(report()).toEqual({ outages: 1, longestMs: 400, reconnections: 2, unrecovered: 0 });
  });

  it("is another one after it has ended", () => {
    const { recovery, report } = outage();
    for (const [lost, back] of [
      [100, 150],
      [500, 520],
    ] as const) {
      recovery.lost(2, lost * MS);
      recovery.reopened(2, 10, back * MS);
    }
    expect(report()).toEqual({ outages: 2, longestMs: 50, reconnections: 2, unrecovered: 0 });
    expect(recovery.owing).toBe(0);
  });
});
