import { expect, it } from "vitest";
import { Tallies } from "./tallies.ts";

/** Totals in which every count is a different number. */
function totals(factor: number): Tallies {
  return Object.assign(new Tallies(), {
    upHeaders: 1 * factor,
    upFraming: 2 * factor,
    upHandshake: 3 * factor,
    downPayload: 4 * factor,
    downHeaders: 5 * factor,
    downFraming: 6 * factor,
    downHandshake: 7 * factor,
    events: 8 * factor,
    requests: 9 * factor,
    responses: 10 * factor,
    emptyResponses: 11 * factor,
    skippedPolls: 12 * factor,
  });
}

it("what was added since an earlier copy is the difference of every count", () => {
  const earlier = totals(1);
  const later = totals(101);
  expect(later.since(earlier)).toEqual({
    up: { payload: 0, headers: 100, framing: 200, handshake: 300 },
    down: { payload: 400, headers: 500, framing: 600, handshake: 700 },
    events: 800,
    requests: 900,
    responses: 1000,
    emptyResponses: 1100,
    skippedPolls: 1200,
  });
});

it("a copy stands still while the original goes on", () => {
  const tallies = totals(1);
  const copy = tallies.copy();
  tallies.events += 5;
  expect(copy).toEqual(totals(1));
  expect(tallies.since(copy).events).toBe(5);
});

it("the bytes of each direction are the sum of their purposes", () => {
  const tallies = totals(1);
  expect({ up: tallies.up, down: tallies.down }).toEqual({ up: 1 + 2 + 3, down: 4 + 5 + 6 + 7 });
  expect({ up: tallies.copy().up, down: tallies.copy().down }).toEqual({ up: 6, down: 22 });
});
