import { expect, it } from "vitest";
import { readClock } from "./clock.ts";

it("tells the cost of a reading and the smallest step", () => {
  let ns = 0;
  const now = (): number => {
    ns += 40;
    return ns / 1e6;
  };
  const hrtime = (): bigint => {
    ns += 70;
    return BigInt(ns);
  };
  const reading = readClock(now, hrtime);
  expect(reading).toMatchObject({ reads: 1_000_000, backwards: 0, stepNs: 40 });
  expect(reading.readNs).toBeCloseTo(40, 3);
  expect(reading.hrtimeReadNs).toBeCloseTo(70, 1);
});

it("counts every time that the clock goes back", () => {
  let reads = 0;
  const now = (): number => {
    reads++;
    return reads % 100_000 === 0 ? (reads - 5) / 1e5 : reads / 1e5;
  };
  expect(readClock(now, () => 0n).backwards).toBe(10);
});

it("ends early with a clock that is slow to read", () => {
  let us = 0;
  const now = (): number => {
    us += 5;
    return us / 1000;
  };
  expect(readClock(now, () => 0n)).toMatchObject({ reads: 50_000, stepNs: 5000 });
});

it("has no step when the clock stands still", () => {
  expect(
    readClock(
      () => 7,
      () => 0n,
    ),
  ).not.toHaveProperty("stepNs");
});
