import { describe, expect, it } from "vitest";
import { ManualClock } from "../core/clock.ts";
import { random } from "../core/random.ts";
import { Agenda } from "./agenda.ts";

/** An agenda whose alarm the test rings. */
function bench() {
  const clock = new ManualClock();
  const kept: number[] = [];
  const alarm = { at: undefined as number | undefined, sets: 0, ring: () => {} };
  const agenda = new Agenda(clock, (ring) => {
    alarm.ring = ring;
    return {
      set: (at) => {
        alarm.at = at;
        alarm.sets++;
      },
      stop: () => {
        alarm.at = undefined;
      },
    };
  });
  const add = (at: number, then: () => void = () => {}) =>
    agenda.add({
      at,
      keep: () => {
        kept.push(at);
        then();
      },
    });
  const ringAt = (at: number) => {
    clock.advance(at - clock.now());
    alarm.ring();
  };
  return { agenda, alarm, kept, add, ringAt };
}

describe("an agenda", () => {
  it("keeps appointments in the order of time, none before its moment", () => {
    const { kept, add, ringAt, alarm } = bench();
    const source = random(3, "test");
    const moments = Array.from({ length: 500 }, () => source.below(1000));
    for (const at of moments) add(at);
    ringAt(499);
    expect(kept).toEqual(moments.filter((at) => at <= 499).sort((a, b) => a - b));
    expect(alarm.at).toBe(Math.min(...moments.filter((at) => at > 499)));
    ringAt(1000);
    expect(kept).toEqual(moments.toSorted((a, b) => a - b));
  });

  it("sets its alarm only when something earlier comes", () => {
    const { add, alarm } = bench();
    for (const at of [50, 60, 40, 45]) add(at);
    expect([alarm.at, alarm.sets]).toEqual([40, 2]);
  });

  it("takes appointments that are made while others are kept", () => {
    const { add, alarm, kept, ringAt } = bench();
    add(10, () => add(30));
    add(20, () => add(20));
    ringAt(20);
    // What falls due meanwhile waits for the next turn, so that sockets are read in between.
    expect(kept).toEqual([10, 20]);
    expect(alarm.at).toBe(20);
    alarm.ring();
    expect(kept).toEqual([10, 20, 20]);
    expect(alarm.at).toBe(30);
  });

  it("forgets everything when it is cleared", () => {
    const { agenda, add, alarm, kept, ringAt } = bench();
    add(10);
    agenda.clear();
    expect(alarm.at).toBeUndefined();
    ringAt(20);
    expect(kept).toEqual([]);
  });
});
