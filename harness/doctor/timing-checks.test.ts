import { describe, expect, it } from "vitest";
import {
  clockCheck,
  loopbackCheck,
  processesCheck,
  shownMs,
  sleepCheck,
  timersCheck,
} from "./timing-checks.ts";

const spread = (p50Ms: number, p99Ms: number) => ({ count: 100, p50Ms, p99Ms });

describe("timers", () => {
  it.each([
    // The publisher's timer ends 2 ms before a deadline, and its slip may be 2 ms.
    [0.1, 1.9, "ok", "events leave on time"],
    [0.1, 3, "ok", "events may leave 1.00 ms late (p99); a run allows 2 ms"],
    [0.1, 5, "warn", "cells with a median latency below 30.0 ms would be invalid"],
    [4.5, 5, "bad", "cells with a median latency below 30.0 ms would be invalid"],
  ])("late by %s ms, p99 %s ms: %s", (p50, p99, status, meaning) => {
    const check = timersCheck(spread(p50, p99));
    expect(check).toMatchObject({ status, meaning: expect.stringContaining(meaning) });
    expect(check.remedy === undefined).toBe(status === "ok");
  });

  it("gives its figures with their units in the names", () => {
    expect(timersCheck(spread(0.12345678, 1)).figures).toEqual({
      count: 100,
      timersLateP50Ms: 0.1235,
      timersLateP99Ms: 1,
    });
  });
});

it.each([
  // What a sleep overshoots is closed by spinning for up to 0.2 ms.
  [0.1, 0.2, "ok"],
  [0.1, 2.2, "ok"],
  [0.1, 2.3, "warn"],
  [2.3, 2.4, "bad"],
])("a sleep too long by %s ms, p99 %s ms, is %s", (p50, p99, status) => {
  expect(sleepCheck(spread(p50, p99)).status).toBe(status);
});

it.each([
  [{ backwards: 0 }, "ok", "never went back in 1,000,000"],
  [{ backwards: 3 }, "bad", "went back 3 times"],
  [{ readNs: 1500 }, "warn", "slow or coarse"],
  [{ stepNs: 1_000_000 }, "warn", "slow or coarse"],
])("a clock with %j is %s", (changed, status, meaning) => {
  const reading = { reads: 1_000_000, readNs: 40, hrtimeReadNs: 90, stepNs: 30, backwards: 0, ...changed };
  expect(clockCheck(reading)).toMatchObject({ status, meaning: expect.stringContaining(meaning) });
});

it("a clock that stands still is bad", () => {
  expect(clockCheck({ reads: 10, readNs: 0, hrtimeReadNs: 0, backwards: 0 }).status).toBe("bad");
});

it("processes that read different clocks are bad", () => {
  const agreement = { exchanges: 200, outside: 0, withinMs: 0.01 };
  expect(processesCheck({ type: "done", value: agreement }).status).toBe("ok");
  expect(processesCheck({ type: "done", value: { ...agreement, outside: 1 } }).status).toBe("bad");
});

it("a loopback on which processes wait for a core gets a warning", () => {
  const reading = (p99Ms: number) =>
    ({ type: "done", value: { roundTrip: spread(0.03, p99Ms), connect: spread(0.1, 0.2) } }) as const;
  expect(loopbackCheck(reading(0.2))).toMatchObject({
    status: "ok",
    shown: "round trip 0.030 ms, p99 0.20; connect 0.10",
  });
  expect(loopbackCheck(reading(2.1)).status).toBe("warn");
});

it("is bad when a second process cannot be had, and says why", () => {
  const failed = { type: "failed", message: "spawn EAGAIN" } as const;
  for (const check of [processesCheck(failed), loopbackCheck(failed)]) {
    expect(check).toMatchObject({ status: "bad", meaning: expect.stringContaining("spawn EAGAIN") });
  }
});

it("shows no more digits than are repeatable", () => {
  expect([0.0001, -0.0004, 0.0876, 1.2345, 12.345].map(shownMs)).toEqual(["0", "0", "0.088", "1.23", "12.3"]);
});
