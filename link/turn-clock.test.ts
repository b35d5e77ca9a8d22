import { expect, it } from "vitest";
import { ManualClock } from "../core/clock.ts";
import { TurnClock } from "./turn-clock.ts";

it("gives everything that one turn of the loop reads the moment at which it began", () => {
  const clock = new ManualClock(100);
  const afterTurn: (() => void)[] = [];
  const arrival = new TurnClock(clock, (callback) => afterTurn.push(callback));
  expect(arrival.now()).toBe(100);
  clock.advance(50);
  expect(arrival.now()).toBe(100);
  expect(afterTurn).toHaveLength(1);
  afterTurn[0]?.();
  expect(arrival.now()).toBe(150);
});
