import { describe, expect, it } from "vitest";
import { random } from "../core/random.ts";
import { Line, type LineSpec } from "./line.ts";

const MS = 1e6;
const line = (spec: Partial<LineSpec>, opens?: number) =>
  new Line({ delay: 0, jitter: 0, ...spec }, random(1, "test"), opens);

describe("a line", () => {
  it("delays each piece by the same, however close they follow each other", () => {
    const delayed = line({ delay: 25 * MS });
    expect([0, 1, 1, 40 * MS].map((at) => delayed.leaves(at, 1000))).toEqual([
      25 * MS,
      25 * MS + 1,
      25 * MS + 1,
      65 * MS,
    ]);
  });

  it("carries one piece after another at its rate, and then delays them", () => {
    const slow = line({ delay: 5 * MS, bps: 8e6 }); // 1 byte a microsecond
    expect(slow.leaves(0, 1000)).toBe(6 * MS);
    // Ready while the first is still being carried: 1 ms after it.
    expect(slow.leaves(0.5 * MS, 1000)).toBe(7 * MS);
    // Ready when the line is free again.
    expect(slow.leaves(10 * MS, 1000)).toBe(16 * MS);
    // Nothing to carry: an end takes no time of the line.
    expect(slow.leaves(10.5 * MS, 0)).toBe(16 * MS);
  });

  it("can be reshaped: what enters afterwards takes its new delay, behind what is on its way", () => {
    const changed = line({ delay: 100 * MS });
    expect(changed.leaves(0, 10)).toBe(100 * MS);
    changed.reshape({ delay: 20 * MS, jitter: 0 });
    expect(changed.leaves(10 * MS, 10)).toBe(100 * MS);
    expect(changed.leaves(90 * MS, 10)).toBe(110 * MS);
    changed.reshape({ delay: 20 * MS, jitter: 0, bps: 8e6 });
    expect(changed.leaves(200 * MS, 1000)).toBe(221 * MS);
  });

  it("gives an unlimited line no serialisation time", () => {
    expect(line({}).leaves(7, 1e9)).toBe(7);
    expect(line({}).pieceBytes).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([
    // [rate, bytes of a piece]
    [1e9, 125_000], // a millisecond's worth
    [12e6, 1500],
    [1e6, 1448], // a segment at least
  ])("of %d bit/s takes pieces of %d bytes", (bps, bytes) => {
    expect(line({ bps }).pieceBytes).toBe(bytes);
  });

  it("takes nothing in before it opens", () => {
    const opening = line({ delay: 10 * MS }, 20 * MS);
    expect(opening.leaves(0, 1)).toBe(30 * MS);
    expect(opening.leaves(15 * MS, 1)).toBe(30 * MS);
    expect(opening.leaves(25 * MS, 1)).toBe(35 * MS);
  });

  it("spreads jitter evenly around the delay", () => {
    const jittery = line({ delay: 50 * MS, jitter: 10 * MS });
    // So far apart that none has to wait for the one before it.
    const strayed = Array.from({ length: 20_000 }, (_, i) => {
      const at = i * 1000 * MS;
      return (jittery.leaves(at, 1) - at) / MS - 50;
    });
    const tenths = new Array<number>(10).fill(0);
    for (const each of strayed) tenths[Math.floor((each + 10) / 2)]!++;
    // 2,000 expected in each; a standard deviation is 42.
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200);
    expect(Math.min(...strayed)).toBeGreaterThanOrEqual(-10);
    expect(Math.max(...strayed)).toBeLessThanOrEqual(10);
  });

  it("keeps the order under jitter, and hands on no piece before its time", () => {
    const jittery = line({ delay: 10 * MS, jitter: 10 * MS });
    const due = Array.from({ length: 1000 }, (_, i) => jittery.leaves(i * MS, 1));
    expect(due).toEqual(due.toSorted((a, b) => a - b));
    due.forEach((moment, i) => {
      expect(moment).toBeGreaterThanOrEqual(i * MS);
    });
    // The last one before it or its own 20 ms: nothing waits for longer.
    expect(Math.max(...due.map((moment, i) => moment - i * MS))).toBeLessThanOrEqual(20 * MS);
  });

  it("draws the same jitter from the same seed", () => {
    const dues = () => {
      const jittery = line({ delay: MS, jitter: MS });
      return Array.from({ length: 10 }, (_, i) => jittery.leaves(i * 10 * MS, 1));
    };
    expect(dues()).toEqual(dues());
  });
});
