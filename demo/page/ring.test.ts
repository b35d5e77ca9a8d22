import { expect, it } from "vitest";
import { Ring } from "./ring.ts";

it("says nothing of nothing", () => {
  const ring = new Ring(4);

  expect([ring.size, ring.newest, ring.mean(), ring.median(), ring.max(), ring.quantile(0.5)]).toEqual([
    0,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

it("keeps the newest numbers only, however many come", () => {
  const ring = new Ring(3);

  for (let i = 1; i <= 100_001; i++) ring.push(i);

  expect([ring.size, ring.newest, ring.at(2)]).toEqual([3, 100_001, 99_999]);
  expect([ring.mean(), ring.median(), ring.max()]).toEqual([100_000, 100_000, 100_001]);
});

it("takes the middle of the two in the middle", () => {
  const ring = new Ring(8);

  for (const value of [10, 1, 4, 2]) ring.push(value);

  expect([ring.median(), ring.quantile(0.25), ring.quantile(0.3), ring.quantile(1)]).toEqual([3, 1, 2, 10]);
});

it("starts anew when cleared", () => {
  const ring = new Ring(2);
  for (const value of [1, 2, 3]) ring.push(value);

  ring.clear();
  ring.push(9);

  expect([ring.size, ring.newest, ring.mean()]).toEqual([1, 9, 9]);
});
