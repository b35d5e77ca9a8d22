import { describe, expect, it } from "vitest";
import { ManualClock } from "../core/clock.ts";
import { random } from "../core/random.ts";
import { NANOS_PER_MILLI, nsToMs } from "../core/units.ts";
import { HeapPacer, type PacerOptions } from "./pacer.ts";

const MS = NANOS_PER_MILLI;

/** A pacer whose time and alarm the test drives; everything in ms since the rig was made. */
class Rig {
  readonly clock = new ManualClock(5_000 * MS);
  readonly pacer: HeapPacer;
  /** What happened: at which time, to which client. */
  readonly log: [ms: number, client: number][] = [];
  /** When the pacer said that a batch begins. */
  readonly wakes: number[] = [];
  readonly #began = this.clock.now();
  #ringAt = Number.POSITIVE_INFINITY;
  #ring = (): void => {};
  rings = 0;

  constructor(options: Partial<PacerOptions> = {}) {
    this.pacer = new HeapPacer({
      clock: this.clock,
      alarm: (ring) => {
        this.#ring = ring;
        return {
          set: (ms) => {
            this.#ringAt = this.now + ms;
          },
        };
      },
      seed: 1,
      clients: 10,
      firstClient: 0,
      onWake: (now) => this.wakes.push(nsToMs(now - this.#began)),
      ...options,
    });
  }

  get now(): number {
    return nsToMs(this.clock.now() - this.#began);
  }

  /** Notes the time; what a client does in these tests. */
  act = (client: number): void => {
    this.log.push([this.now, client]);
  };

  /** Lets time pass; the alarm rings when it should, `late` ms later. */
  pass(ms: number, late = 0): void {
    const end = this.now + ms;
    while (this.#ringAt + late <= end) {
      this.clock.advance((Math.max(this.now, this.#ringAt + late) - this.now) * MS);
      this.#ringAt = Number.POSITIVE_INFINITY;
      this.rings++;
      this.#ring();
    }
    this.clock.advance((end - this.now) * MS);
  }

  timesOf(client: number): number[] {
    return this.log.flatMap(([ms, who]) => (who === client ? [ms] : []));
  }
}

const phaseOf = (seed: number, client: number): number => random(seed, "poll phase", client).uniform();

/** Moments in whole nanoseconds, so that they compare. */
const inNanos = (times: readonly number[]): number[] => times.map((ms) => Math.round(ms * MS));

describe("a client that acts at a fixed rate", () => {
  it("acts first after its phase, then once an interval", () => {
    const rig = new Rig();
    rig.pacer.every(3, 100, rig.act);
    rig.pass(1000);

    const phase = 100 * phaseOf(1, 3);
    const expected = Array.from({ length: 10 }, (_, k) => phase + 100 * k);
    expect(inNanos(rig.timesOf(3))).toEqual(inNanos(expected));
  });

  it("is late by what the alarm is late, and never by more: deadlines are absolute", () => {
    const rig = new Rig();
    rig.pacer.every(3, 100, rig.act);
    rig.pass(100_100, 7);

    const phase = 100 * phaseOf(1, 3);
    const lateness = rig.timesOf(3).map((at, k) => at - (phase + 100 * k));
    expect(lateness.length).toBe(1001);
    expect(Math.round(Math.max(...lateness))).toBe(7);
    expect(Math.round(Math.min(...lateness))).toBe(7);
  });

  it("makes up for the ticks it missed while the process stood still, and then is on time again", () => {
    const rig = new Rig();
    rig.pacer.every(0, 100, rig.act);
    const phase = 100 * phaseOf(1, 0);
    rig.pass(phase + 50);

    rig.clock.advance(500 * MS);
    rig.pass(300);

    const times = rig.timesOf(0);
    expect(times.length).toBe(9);
    expect(inNanos(times.slice(1, 6))).toEqual(inNanos(new Array(5).fill(phase + 550)));
    expect(inNanos(times.slice(6))).toEqual(inNanos([phase + 600, phase + 700, phase + 800]));
  });

  it("has the same phase however the clients are spread over workers", () => {
    const one = new Rig({ clients: 10 });
    const second = new Rig({ clients: 4, firstClient: 6 });
    for (let client = 0; client < 10; client++) one.pacer.every(client, 1000, one.act);
    for (let client = 0; client < 4; client++) second.pacer.every(client, 1000, second.act);
    one.pass(1000);
    second.pass(1000);

    for (let client = 0; client < 4; client++) {
      expect(second.timesOf(client)).toEqual(one.timesOf(6 + client));
    }
  });

  it("has a phase of its own, uniform over the interval, and another with another seed", () => {
    const clients = 2000;
    const phases = Array.from({ length: clients }, (_, client) => phaseOf(1, client)).toSorted(
      (a, b) => a - b,
    );
    // Kolmogorov–Smirnov distance from the uniform distribution; 1.63/√n is its 1 % point.
    const distance = Math.max(
      ...phases.map((phase, i) => Math.max((i + 1) / clients - phase, phase - i / clients)),
    );
    expect(distance).toBeLessThan(1.63 / Math.sqrt(clients));
    expect(phaseOf(2, 0)).not.toBe(phaseOf(1, 0));
  });
});

describe("a task for later", () => {
  it("happens once, when it is due", () => {
    const rig = new Rig();
    rig.pacer.after(2, 30, rig.act);
    rig.pass(29);
    expect(rig.log).toEqual([]);
    rig.pass(500);
    expect(rig.log).toEqual([[30, 2]]);
  });

  it("that is due before the one the alarm is set for sets the alarm again", () => {
    const rig = new Rig();
    rig.pacer.after(1, 100, rig.act);
    rig.pacer.after(2, 10, rig.act);
    rig.pass(200);
    expect(rig.log).toEqual([
      [10, 2],
      [100, 1],
    ]);
  });

  it("that is due after it leaves the alarm alone", () => {
    const rig = new Rig();
    rig.pacer.after(1, 10, rig.act);
    rig.pacer.after(2, 100, rig.act);
    rig.pass(200);
    expect(rig.log).toEqual([
      [10, 1],
      [100, 2],
    ]);
    expect(rig.rings).toBe(2);
  });

  it("may be given out by another task, for now or for later", () => {
    const rig = new Rig();
    rig.pacer.after(1, 10, (client) => {
      rig.act(client);
      rig.pacer.after(client, 0, rig.act);
      rig.pacer.after(client, 5, rig.act);
    });
    rig.pass(100);
    expect(rig.log).toEqual([
      [10, 1],
      [10, 1],
      [15, 1],
    ]);
  });

  it("happens in order of time among a thousand others", () => {
    const rig = new Rig({ clients: 1000 });
    const source = random(1, "delays");
    const delays = Array.from({ length: 1000 }, () => source.below(5000));
    for (const [client, delay] of delays.entries()) rig.pacer.after(client, delay, rig.act);
    rig.pass(5000);

    expect(rig.log.length).toBe(1000);
    expect(rig.log.every(([ms, client]) => ms === delays[client])).toBe(true);
    const times = rig.log.map(([ms]) => ms);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

describe("a cancelled client", () => {
  it("does nothing more, and its neighbours go on", () => {
    const rig = new Rig();
    for (const client of [0, 1]) rig.pacer.every(client, 100, rig.act);
    rig.pacer.after(1, 250, rig.act);
    rig.pass(100);
    rig.pacer.cancel(1);
    rig.pass(900);
    expect(rig.timesOf(0).length).toBe(10);
    expect(rig.timesOf(1).length).toBe(1);
  });

  it("can be given new tasks, and only those happen", () => {
    const rig = new Rig();
    rig.pacer.after(1, 10, rig.act);
    rig.pacer.cancel(1);
    rig.pacer.after(1, 20, rig.act);
    rig.pass(100);
    expect(rig.log).toEqual([[20, 1]]);
  });

  it("stops its own repetition from within a tick", () => {
    const rig = new Rig();
    rig.pacer.every(1, 100, (client) => {
      rig.act(client);
      rig.pacer.cancel(client);
    });
    rig.pass(1000);
    expect(rig.log.length).toBe(1);
  });

  it("leaves nothing behind that would wake the process for ever", () => {
    const rig = new Rig();
    rig.pacer.every(1, 100, rig.act);
    rig.pacer.cancel(1);
    rig.pass(10_000);
    expect(rig.rings).toBe(1);
    expect(rig.wakes.length).toBeLessThanOrEqual(1);
  });
});

describe("the start of a batch", () => {
  it("is told once, with its moment, before the actions of that moment", () => {
    const order: string[] = [];
    const rig = new Rig({ onWake: (now) => order.push(`wake at ${now}`) });
    for (const client of [0, 1, 2]) rig.pacer.after(client, 10, () => order.push("act"));
    rig.pass(50);
    expect(order).toEqual([`wake at ${5010 * MS}`, "act", "act", "act"]);
  });

  it("is not told when the alarm rang too early", () => {
    const ring = { at: (): void => {} };
    const rig = new Rig({
      alarm: (wake) => {
        ring.at = wake;
        return { set: () => {} };
      },
    });
    rig.pacer.after(0, 10, rig.act);
    rig.clock.advance(9 * MS);
    ring.at();
    expect({ wakes: rig.wakes, log: rig.log }).toEqual({ wakes: [], log: [] });
    rig.clock.advance(1 * MS);
    ring.at();
    expect({ wakes: rig.wakes, log: rig.log }).toEqual({ wakes: [10], log: [[10, 0]] });
  });
});

it("jitter is seeded by the worker's first client", () => {
  const draw = (options: Partial<PacerOptions>): number => new Rig(options).pacer.uniform();
  expect(draw({ firstClient: 5 })).toBe(draw({ firstClient: 5 }));
  expect(draw({ firstClient: 6 })).not.toBe(draw({ firstClient: 5 }));
  expect(draw({ seed: 2 })).not.toBe(draw({ seed: 1 }));
});
