import { expect, it } from "vitest";
import { sleepOvershoot, timerLateness } from "./timers.ts";

const never = new AbortController().signal;

it("measures how late timers are beyond what they were asked for", async () => {
  let time = 0;
  const asked = new Set<number>();
  const later = (ms: number, then: () => void): void => {
    asked.add(ms);
    time += ms + 0.5;
    then();
  };
  const spread = await timerLateness(() => time, later, never);
  expect([...asked].sort()).toEqual([1, 2, 3, 4, 5]);
  expect(spread).toEqual({ count: 120, p50Ms: 0.5, p99Ms: 0.5 });
});

it("stops trying timers that are far too late, and those that nobody waits for any more", async () => {
  let time = 0;
  const later = (_ms: number, then: () => void): void => {
    time += 100;
    then();
  };
  expect((await timerLateness(() => time, later, never))?.count).toBe(6);
  expect(await timerLateness(() => time, later, AbortSignal.abort())).toBeUndefined();
});

it("measures how much longer sleeps take than asked for", () => {
  let ns = 0;
  const block = (asked: number): void => {
    ns += asked + 125_000;
  };
  expect(sleepOvershoot(() => ns / 1e6, block)).toEqual({
    count: 200,
    p50Ms: expect.closeTo(0.125),
    p99Ms: expect.closeTo(0.125),
  });
});
