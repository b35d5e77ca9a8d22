import { afterEach, describe, expect, it, vi } from "vitest";
import type { Clock } from "../core/clock.ts";
import { LoopAlarm, wholeMillis } from "./alarm.ts";

const MS = 1e6;

it.each([
  // [ms left, ms to sleep]
  [-1, 0], // late already
  [0.5, 0], // less than a timer's step
  [1.05, 0], // a timer of 1 ms would overshoot it
  [1.2, 1],
  [25, 24], // whole milliseconds less what a timer overshoots by
])("with %d ms left sleeps %d ms", (left, ms) => {
  expect(wholeMillis(left * MS)).toBe(ms);
});

describe("an alarm of the loop", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  /** What a look at the clock takes. */
  const LOOK = 0.01 * MS;

  /** An alarm on a loop whose clock moves with its timers, and a little with each look at it. */
  function bench() {
    let slept = 0;
    let looks = 0;
    /** What waits, by when; a turn of the loop is due at once. */
    const waiting = new Map<object, { readonly at: number; readonly call: () => void }>();
    const wait = (ms: number, call: () => void) => {
      const handle = {};
      waiting.set(handle, { at: slept + ms * MS, call });
      return handle;
    };
    vi.stubGlobal("setTimeout", (call: () => void, ms: number) => wait(ms, call));
    vi.stubGlobal("setImmediate", (call: (since: number) => void, since: number) =>
      wait(0, () => call(since)),
    );
    vi.stubGlobal("clearTimeout", (handle: object) => waiting.delete(handle));
    vi.stubGlobal("clearImmediate", (handle: object) => waiting.delete(handle));
    const now = () => slept + looks * LOOK;
    const clock: Clock = {
      now: () => {
        looks++;
        return now();
      },
    };
    const rung: number[] = [];
    const alarm = new LoopAlarm(clock, () => rung.push(now()));
    const run = () => {
      for (const [handle, { at, call }] of waiting) {
        waiting.delete(handle);
        slept = Math.max(slept, at);
        call();
      }
    };
    return { alarm, rung, now, run, waiting, looks: () => looks };
  }

  it("sleeps whole milliseconds and watches the clock for the rest", () => {
    const { alarm, rung, run, looks, now } = bench();
    const at = now() + 5.5 * MS;
    alarm.set(at);
    run();
    expect(rung).toEqual([expect.any(Number)]);
    expect((rung[0]! - at) / LOOK).toBeGreaterThanOrEqual(0);
    expect((rung[0]! - at) / LOOK).toBeLessThan(2);
    // Half a millisecond of looks, and a few for the sleep.
    expect(looks()).toBeLessThan(60);
  });

  it("rings for what it was last set for, and once", () => {
    const { alarm, rung, run, now } = bench();
    const start = now();
    alarm.set(start + 50 * MS);
    alarm.set(start + 2 * MS);
    run();
    expect(rung).toHaveLength(1);
    expect(rung[0]).toBeLessThan(start + 3 * MS);
  });

  it("does not ring when it was stopped, and leaves no timer behind", () => {
    const { alarm, rung, run, now, waiting } = bench();
    alarm.set(now() + 5 * MS);
    alarm.stop();
    expect(waiting.size).toBe(0);
    run();
    expect(rung).toEqual([]);
  });

  it("stops watching when its ration is used up, and sleeps instead", () => {
    const { alarm, rung, run, looks, now } = bench();
    const start = now();
    // Half a millisecond apart, so that watching for all of them would take the whole core.
    for (let i = 0; i < 200; i++) {
      alarm.set(now() + 0.5 * MS);
      run();
    }
    expect(rung).toHaveLength(200);
    const watched = (looks() * LOOK) / (now() - start);
    expect(watched).toBeGreaterThan(0.05);
    expect(watched).toBeLessThan(0.25);
  });
});
