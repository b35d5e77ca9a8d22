import { expect, it } from "vitest";
import { WayTally } from "./way-tally.ts";

it("records how late it handed on what was due inside the window, and nothing else", () => {
  const tally = new WayTally();
  tally.handedOn(10, 500); // before the window is known
  tally.open(1000, 2000);
  tally.handedOn(999, 1500); // due before it
  tally.handedOn(1000, 101_000); // its first moment
  tally.handedOn(1999, 301_999); // its last, handed on after it
  tally.handedOn(2000, 2500); // due after it
  expect([tally.late.count, tally.late.mean, tally.late.max]).toEqual([2, 200_000, 300_000]);
});
