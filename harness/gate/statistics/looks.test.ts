import { describe, expect, it } from "vitest";
import type { Change } from "./change.ts";
import { nextStep, outcomeOf, standingOf } from "./looks.ts";

const end = { estimate: 0, low: 0, high: 0 };
const change = (beyond: boolean, surely = false): Change => ({
  pairs: 12,
  absolute: end,
  resolvable: 0.1,
  beyond,
  surely,
});

it.each([
  [change(false), "ok"],
  [change(true), "undecided"],
  [change(true, true), "suspect"],
])("a change stands as it is read", (read, standing) => {
  expect(standingOf(read)).toBe(standing);
});

describe("after a look", () => {
  it.each([
    [["ok", "ok"], 0, "stop"], // the answer is clear
    [["ok", "undecided"], 0, "look-again"],
    [["suspect", "undecided"], 0, "look-again"], // more pairs help the second
    [["suspect", "ok"], 0, "confirm"],
    [["ok", "undecided"], 1, "stop"], // there is no third look
    [["suspect", "undecided"], 1, "confirm"],
  ] as const)("%j at look %d: %s", (standings, look, step) => {
    expect(nextStep(standings, look)).toBe(step);
  });
});

it.each([
  [change(false), undefined, "ok"],
  [change(true), undefined, "inconclusive"],
  [change(true, true), change(true), "regressed"],
  [change(true, true), change(false), "inconclusive"], // fresh pairs did not show it again
  [change(true, true), undefined, "inconclusive"], // nobody asked for them
])("what is said in the end", (read, fresh, outcome) => {
  expect(outcomeOf(standingOf(read), fresh)).toBe(outcome);
});
