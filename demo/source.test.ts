import { describe, expect, it } from "vitest";
import { ManualClock } from "../core/clock.ts";
import { DEFAULT_SETTINGS, type DemoSettings } from "./protocol.ts";
import { type Emission, MAX_FIRED, Source } from "./source.ts";

const MS = 1e6;
const PERIODIC: DemoSettings = { ...DEFAULT_SETTINGS, arrivals: "periodic", rate: 10, payloadBytes: 5 };

/** A source on a clock that the test moves, whose alarm rings when the clock has got there. */
function bench(settings: Partial<DemoSettings> = {}, seed = 1) {
  const clock = new ManualClock();
  const emissions: Emission[] = [];
  let alarmAt = Number.POSITIVE_INFINITY;
  let ring = (): void => {};
  const source = new Source({
    seed,
    clock,
    alarm: (call) => {
      ring = call;
      return {
        set: (at) => {
          alarmAt = at;
        },
        stop: () => {
          alarmAt = Number.POSITIVE_INFINITY;
        },
      };
    },
    settings: { ...PERIODIC, ...settings },
    emit: (emission) => emissions.push(emission),
  });
  /** Lets time pass; an alarm rings on time, or `late` after it. */
  const pass = (ms: number, late = 0): void => {
    const end = clock.now() + ms * MS;
    while (alarmAt + late * MS <= end) {
      clock.advance(Math.max(0, alarmAt + late * MS - clock.now()));
      alarmAt = Number.POSITIVE_INFINITY;
      ring();
    }
    clock.advance(end - clock.now());
  };
  const dues = (): number[] => emissions.map(({ at }) => at / MS);
  return { source, emissions, pass, dues, alarmAt: () => alarmAt };
}

describe("the source", () => {
  it("emits each event at its due time, numbered from 1", () => {
    const { emissions, pass } = bench();
    pass(350);
    expect(emissions.map(({ seq, at }) => [seq, at / MS])).toEqual([
      [1, 100],
      [2, 200],
      [3, 300],
    ]);
    expect(emissions[0]!.tail).toMatch(/^"id":1,"at":100000000,"data":"[\w-]{5}"\}$/);
  });

  it("does not let a late emission move the next, and tells how late it was", () => {
    const { source, pass, dues } = bench();
    pass(390, 30);
    expect(dues()).toEqual([100, 200, 300]);
    expect(source.lateMs).toBe(30);
  });

  it("draws the next event anew when the rate changes, and not when something else does", () => {
    const { source, pass, dues } = bench({ rate: 0.1 });
    pass(1000);
    source.apply({ ...PERIODIC, rate: 0.1, payloadBytes: 9 });
    pass(8500);
    expect(dues()).toEqual([]);
    source.apply({ ...PERIODIC, rate: 10 });
    pass(150);
    expect(dues()).toEqual([9600]);
  });

  it("emits nothing while it is paused, nor what would have been due then afterwards", () => {
    const { source, pass, dues, alarmAt } = bench();
    pass(150);
    source.apply({ ...PERIODIC, paused: true });
    expect(alarmAt()).toBe(Number.POSITIVE_INFINITY);
    pass(1000);
    source.apply(PERIODIC);
    pass(150);
    expect(dues()).toEqual([100, 1250]);
  });

  it("emits fired events besides the schedule, in the order in which they are due", () => {
    const { source, pass, dues } = bench();
    pass(50);
    expect(source.fire(3, 30, 40)).toBe(80 * MS);
    pass(200);
    expect(dues()).toEqual([80, 100, 120, 160, 200]);
  });

  it("emits fired events while it is paused", () => {
    const { source, pass, emissions } = bench({ paused: true });
    source.fire(2, 0, 0);
    pass(1);
    expect(emissions.map(({ seq, at }) => [seq, at])).toEqual([
      [1, 0],
      [2, 0],
    ]);
  });

  it("lets only so many fired events wait", () => {
    const { source } = bench();
    expect(source.fire(MAX_FIRED, 1000, 0)).toBeDefined();
    expect(source.fire(1, 0, 0)).toBeUndefined();
  });

  it("leaves out what was due while this program stood still, and goes on", () => {
    const { pass, emissions } = bench();
    pass(100);
    pass(60_000, 55_000);
    // What was due in the last two seconds of it, late as it is; not the 550 of before.
    expect(emissions.length).toBeLessThan(80);
    const before = emissions.length;
    pass(1000);
    expect(emissions.length - before).toBeCloseTo(10, -1);
  });

  it("forgets everything when it stops", () => {
    const { source, pass, emissions, alarmAt } = bench();
    source.fire(5, 10, 10);
    source.stop();
    pass(1000);
    expect(emissions).toEqual([]);
    expect(alarmAt()).toBe(Number.POSITIVE_INFINITY);
  });

  it("makes the same events of the same seed", () => {
    const [one, same, other] = [1, 1, 2].map((seed) => {
      const { pass, emissions } = bench({ arrivals: "poisson" }, seed);
      pass(2000);
      return emissions;
    });
    expect(one!.length).toBeGreaterThan(5);
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });
});
