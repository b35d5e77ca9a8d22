import { expect, it } from "vitest";
import { ManualClock } from "../core/clock.ts";
import { LoadClock } from "./load-clock.ts";

/** A load clock whose event loop the test turns by hand. */
function rig(): { host: ManualClock; clock: LoadClock; endTurn: () => void; scheduled: () => number } {
  const host = new ManualClock(1000);
  const pending: (() => void)[] = [];
  const clock = new LoadClock(host, (callback) => pending.push(callback));
  return {
    host,
    clock,
    endTurn: () => {
      for (const callback of pending.splice(0)) callback();
    },
    scheduled: () => pending.length,
  };
}

it("a stamp reads the clock, and what is handled after it carries that moment", () => {
  const { host, clock } = rig();

  const stamp = clock.stamp();
  host.advance(50);

  expect(stamp).toBe(1000);
  expect(clock.now).toBe(1000);
});

it("a reading is the moment as it is, and changes neither the moment of what is handled nor the turn", () => {
  const { host, clock, scheduled } = rig();
  host.advance(5);
  expect(clock.read()).toBe(1005);
  expect({ now: clock.now, scheduled: scheduled() }).toEqual({ now: 0, scheduled: 0 });
});

it("a turn of the loop starts with its first stamp", () => {
  const { host, clock } = rig();
  clock.stamp();
  host.advance(30);
  clock.stamp();
  expect({ now: clock.now, turnStart: clock.turnStart }).toEqual({ now: 1030, turnStart: 1000 });
});

it("the first stamp after the loop went on starts a new turn", () => {
  const { host, clock, endTurn } = rig();
  clock.stamp();
  endTurn();
  host.advance(70);
  clock.stamp();
  expect(clock.turnStart).toBe(1070);
});

it("the end of a turn is asked for once a turn, not once a stamp", () => {
  const { clock, endTurn, scheduled } = rig();
  clock.stamp();
  clock.stamp();
  expect(scheduled()).toBe(1);
  endTurn();
  clock.stamp();
  expect(scheduled()).toBe(1);
});
