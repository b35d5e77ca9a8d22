import { expect, it } from "vitest";
import { Backoff } from "./backoff.ts";

it("waits twice as long each time, up to a limit, and starts again after a success", () => {
  const backoff = new Backoff(() => 1);

  const waits = Array.from({ length: 12 }, () => backoff.next());
  backoff.reset();

  expect(waits.slice(0, 5)).toEqual([150, 300, 600, 1200, 2000]);
  expect(waits.at(-1)).toBe(2000);
  expect(backoff.next()).toBe(150);
});

it("spreads what it says over half of it", () => {
  expect(new Backoff(() => 0).next()).toBe(75);
});
