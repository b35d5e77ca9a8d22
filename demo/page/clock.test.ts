import { expect, it } from "vitest";
import { ServerClock } from "./clock.ts";

it("does not know the time before it asked", () => {
  const clock = new ServerClock();

  expect([clock.known, clock.uncertainty(5)]).toEqual([false, Number.POSITIVE_INFINITY]);
});

it("believes the fastest of many, and says how wrong it may be", () => {
  const clock = new ServerClock();
  // The server is 1,000 ms ahead; two of three answers were slow on their way back.
  clock.take(0, 30, 1000.5);
  clock.take(100, 101, 1100.5);
  clock.take(200, 290, 1200.5);

  expect(clock.toServer(290)).toBeCloseTo(1290, 6);
  expect(clock.toPage(1290, 290)).toBeCloseTo(290, 6);
  expect(clock.uncertainty(290)).toBeCloseTo(0.5, 1);
});

it("trusts a good exchange less as it ages, until a newer one is better", () => {
  const clock = new ServerClock();
  clock.take(0, 1, 1000.5);
  clock.take(60_000, 60_004, 61_005);

  expect(clock.toServer(60_004)).toBeCloseTo(61_007, 6);
});

it("ignores what cannot be", () => {
  const clock = new ServerClock();
  clock.take(10, 5, 1000);
  clock.take(10, 15, Number.NaN);

  expect(clock.known).toBe(false);
});

it("remembers so many exchanges and no more", () => {
  const clock = new ServerClock();
  clock.take(0, 0.01, 5000);
  for (let n = 0; n < 64; n++) clock.take(n, n + 4, n + 1002);

  expect(clock.toServer(70)).toBeCloseTo(1070, 6);
});
