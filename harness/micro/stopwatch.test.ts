import { expect, it } from "vitest";
import { tinybenchStopwatch } from "./stopwatch.ts";

it("calls at least five times however short the span, and gives a time", () => {
  let calls = 0;
  const median = tinybenchStopwatch(() => {
    calls++;
  }, 0.001);
  expect(calls).toBeGreaterThanOrEqual(5);
  expect(median).toBeGreaterThanOrEqual(0);
});

it("lets through what a call throws", () => {
  const call = (): void => {
    throw new Error("wrong sum");
  };
  expect(() => tinybenchStopwatch(call, 1)).toThrow("wrong sum");
});
