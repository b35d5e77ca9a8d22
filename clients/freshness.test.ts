import { describe, expect, it } from "vitest";
import { EventStream } from "../core/stream.ts";
import { NANOS_PER_MILLI as MS, NANOS_PER_SECOND as SECOND } from "../core/units.ts";
import { Freshness } from "./freshness.ts";

const meanMs = ({ ageTime, time }: { ageTime: number; time: number }): number => ageTime / time / MS;
const peakMs = ({ peakSum, peaks }: { peakSum: number; peaks: number }): number => peakSum / peaks / MS;

/** The freshness of one client for which events due at such times were handed over at such times, in ms. */
function freshnessOf(
  events: readonly (readonly [dueMs: number, atMs: number])[],
  fromMs: number,
  toMs: number,
) {
  const freshness = new Freshness(1);
  freshness.setWindow(fromMs * MS, toMs * MS);
  for (const [due, at] of events) freshness.arrived(0, due * MS, at * MS);
  return freshness.finish(Math.max(toMs, events.at(-1)?.[1] ?? 0) * MS);
}

describe("freshness", () => {
  it("is the age of the newest event over the window, clipped at both edges", () => {
    // Age at 100: 100, at 200: 200, then 50 (the event due at 150), at 300: 150.
    const sums = freshnessOf(
      [
        [0, 10],
        [150, 200],
        [390, 400],
      ],
      100,
      300,
    );
    expect(sums.time).toBe(200 * MS);
    expect(meanMs(sums)).toBeCloseTo(((100 + 200) / 2 + (50 + 150) / 2) / 2, 9);
    expect(sums).toMatchObject({ peaks: 1, peakSum: 200 * MS }); // the one at 400 lies outside
  });

  it("begins with a client's first event", () => {
    const sums = freshnessOf([[180, 200]], 100, 300);
    expect(sums).toEqual({ ageTime: 100 * MS * 70 * MS, time: 100 * MS, peakSum: 0, peaks: 0 });
  });

  it("takes events handed over at one moment for one: the newest, and one peak", () => {
    const together = freshnessOf(
      [
        [0, 0],
        [40, 100],
        [70, 100],
        [90, 100],
      ],
      0,
      200,
    );
    expect(together).toEqual(
      freshnessOf(
        [
          [0, 0],
          [90, 100],
        ],
        0,
        200,
      ),
    );
    expect(peakMs(together)).toBe(100);
  });

  it("is not changed by an event older than what the client has, nor by one outside the window", () => {
    const plain = freshnessOf(
      [
        [0, 0],
        [90, 100],
      ],
      0,
      200,
    );
    expect(
      freshnessOf(
        [
          [0, 0],
          [90, 100],
          [50, 150],
        ],
        0,
        200,
      ),
    ).toEqual(plain);
    expect(
      freshnessOf(
        [
          [0, 0],
          [90, 100],
          [240, 250],
        ],
        0,
        200,
      ),
    ).toEqual(plain);
  });

  it("ends where it is asked for when the window has not ended", () => {
    const freshness = new Freshness(1);
    freshness.setWindow(0, 1000);
    freshness.arrived(0, 0, 0);
    expect(freshness.finish(100)).toMatchObject({ ageTime: 5000, time: 100 });
  });

  it("adds up over clients", () => {
    const freshness = new Freshness(2);
    freshness.setWindow(0, 100);
    freshness.arrived(0, 0, 0);
    freshness.arrived(1, -100, 0);
    expect(freshness.finish(100)).toMatchObject({ ageTime: 100 * 50 + 100 * 150, time: 200 });
  });

  it("of nothing is nothing", () => {
    expect(freshnessOf([], 0, 100)).toEqual({ ageTime: 0, time: 0, peakSum: 0, peaks: 0 });
  });
});

// METHOD.md, closed forms; the ways of getting events are simulated, D is the delay.
describe("freshness follows theory", () => {
  const D = 20;
  const stream = (arrivals: "poisson" | "periodic", rate: number) =>
    new EventStream({ seed: 1, arrivals, rate, payloadBytes: 1, spanMs: 3_000_000 });
  const dueMs = (events: EventStream): number[] => [...events.due].map((due) => due / MS);

  it("for push: P/2 + D and peaks of P + D when periodic", () => {
    const sums = freshnessOf(
      dueMs(stream("periodic", 4)).map((due) => [due, due + D]),
      10_020,
      2_000_020,
    );
    expect(meanMs(sums)).toBeCloseTo(125 + D, 6);
    expect(peakMs(sums)).toBeCloseTo(250 + D, 6);
  });

  it("for push: 1/λ + D, mean and peak, when Poisson", () => {
    const sums = freshnessOf(
      dueMs(stream("poisson", 4)).map((due) => [due, due + D]),
      10_000,
      2_990_000,
    );
    expect(Math.abs(meanMs(sums) / (250 + D) - 1)).toBeLessThan(0.03);
    expect(Math.abs(peakMs(sums) / (250 + D) - 1)).toBeLessThan(0.03);
  });

  it("for polling: T/2 + D + 1/λ, and peaks of T + D + 1/λ", () => {
    // Every poll brings all that was due by then; row 16 of the validation table, S included in D.
    const polled = dueMs(stream("poisson", 2)).map((due) => [due, Math.ceil(due / 1000) * 1000 + D] as const);
    const sums = freshnessOf(polled, 10_000, 2_990_000);
    expect(Math.abs(meanMs(sums) / (1000 + D) - 1)).toBeLessThan(0.03);
    expect(Math.abs(peakMs(sums) / (1500 + D) - 1)).toBeLessThan(0.03);
  });
});

it("a window longer than a second is summed without losing a nanosecond's share", () => {
  const freshness = new Freshness(1);
  const uptime = 86_400 * SECOND * 10;
  freshness.setWindow(uptime, uptime + 10 * SECOND);
  for (let k = 0; k <= 100; k++) freshness.arrived(0, uptime + (k - 1) * 100 * MS, uptime + k * 100 * MS);
  expect(meanMs(freshness.finish(uptime + 10 * SECOND))).toBeCloseTo(150, 3);
});
