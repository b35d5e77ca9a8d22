import { describe, expect, it } from "vitest";
import { hostClock, ManualClock } from "./clock.ts";

describe("hostClock", () => {
  it("reads the host's monotonic clock, the one that process.hrtime reads", () => {
    const clock = hostClock();

    const before = Number(process.hrtime.bigint());
    const now = clock.now();
    const after = Number(process.hrtime.bigint());

    // The constant between the two clocks is known to the width of the tightest of 32 readings.
    const tolerance = 1e6;
    expect(now).toBeGreaterThan(before - tolerance);
    expect(now).toBeLessThan(after + tolerance);
  });

  it("never runs backwards", () => {
    const clock = hostClock();
    const moments = Array.from({ length: 1000 }, () => clock.now());
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
  });
});

describe("ManualClock", () => {
  it("stands still until it is told otherwise", () => {
    const clock = new ManualClock(5);
    expect([clock.now(), clock.now()]).toEqual([5, 5]);

    clock.advance(10);

    expect(clock.now()).toBe(15);
  });

  it("starts at 0", () => {
    expect(new ManualClock().now()).toBe(0);
  });
});
