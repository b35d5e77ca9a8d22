import { expect, it } from "vitest";
import { agreementOf } from "./agreement.ts";

it("bounds how far two clocks can be apart by the tightest exchanges", () => {
  const exchanges = [
    { sent: 0, theirs: 90_000, received: 100_000 },
    { sent: 500_000, theirs: 520_000, received: 600_000 },
  ];
  // The first says: at most 10 µs behind; the second: at most 20 µs ahead.
  expect(agreementOf(exchanges)).toEqual({ exchanges: 2, outside: 0, withinMs: 0.02 });
});

it.each([
  ["before the question", 990_000],
  ["after the answer", 1_110_000],
])("counts a moment %s", (_, theirs) => {
  const inside = { sent: 0, theirs: 50_000, received: 100_000 };
  const outside = { sent: 1_000_000, theirs, received: 1_100_000 };
  expect(agreementOf([inside, outside])).toMatchObject({ exchanges: 2, outside: 1 });
});

it("forgives what pairing two readings of the clock costs", () => {
  expect(agreementOf([{ sent: 0, theirs: -900, received: 50_000 }])).toMatchObject({ outside: 0 });
});

it("knows nothing without exchanges", () => {
  expect(agreementOf([])).toBeUndefined();
});
