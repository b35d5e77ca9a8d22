import { describe, expect, it } from "vitest";
import type { Clock } from "../core/clock.ts";
import { NANOS_PER_MILLI, type Nanoseconds } from "../core/units.ts";
import { Emitter, type Sleeper } from "./emitter.ts";

const MS = NANOS_PER_MILLI;

/** How a made-up machine waits: how much later than asked each kind of waiting ends. */
interface Machine {
  readonly timerLate: Nanoseconds;
  readonly blockLate: Nanoseconds;
  /** What reading the clock costs: time passes while the emitter spins. */
  readonly readCost: Nanoseconds;
}
const PERFECT: Machine = { timerLate: 0, blockLate: 0, readCost: 100 };

interface Emission {
  readonly id: number;
  readonly due: Nanoseconds;
  readonly emitted: Nanoseconds;
  /** In which turn of the event loop. */
  readonly turn: number;
}

/** An emitter on a machine whose time and event loop the test drives. */
class Rig implements Clock, Sleeper {
  readonly emissions: Emission[] = [];
  readonly emitter: Emitter;
  readonly blocked: Nanoseconds[] = [];
  turns = 0;
  /** The longest time from the end of a sleep, a turn or an event to the next event: that is spinning. */
  longestSpin: Nanoseconds = 0;
  /** What the event callback costs, by id. */
  cost: (id: number) => Nanoseconds = () => 0;
  readonly #machine: Machine;
  #now: Nanoseconds = 0;
  #wokeAt: Nanoseconds = 0;
  #timers: { at: Nanoseconds; then: () => void }[] = [];

  constructor(due: readonly Nanoseconds[], meanGap: Nanoseconds, machine: Machine = PERFECT) {
    this.#machine = machine;
    const schedule = { events: due.length, dueOf: (id: number) => due[id - 1]!, meanGap };
    this.emitter = new Emitter(schedule, this, this, (id, at, emitted) => {
      this.longestSpin = Math.max(this.longestSpin, emitted - this.#wokeAt);
      this.emissions.push({ id, due: at, emitted, turn: this.turns });
      this.#now += this.cost(id);
      this.#wokeAt = this.#now;
    });
  }

  now(): Nanoseconds {
    this.#now += this.#machine.readCost;
    return this.#now;
  }

  later(ms: number, then: () => void): void {
    const late = ms > 0 ? this.#machine.timerLate : 0;
    this.#timers.push({ at: this.#now + ms * MS + late, then });
  }

  block(ns: Nanoseconds): void {
    this.blocked.push(ns);
    this.#now += ns + this.#machine.blockLate;
    this.#wokeAt = this.#now;
  }

  /** The machine stands still, as a stopped process does. */
  stall(ns: Nanoseconds): void {
    this.#now += ns;
  }

  /** One turn of the event loop; false when nothing is scheduled. */
  turn(): boolean {
    const next = this.#timers.shift();
    if (next === undefined) return false;
    this.turns++;
    this.#now = Math.max(this.#now, next.at);
    this.#wokeAt = this.#now;
    next.then();
    return true;
  }

  run(): void {
    while (this.turn());
  }

  get ids(): number[] {
    return this.emissions.map(({ id }) => id);
  }

  slips(): Nanoseconds[] {
    return this.emissions.map(({ due, emitted }) => emitted - due);
  }
}

const periodic = (events: number, gap: Nanoseconds): number[] =>
  Array.from({ length: events }, (_, i) => i * gap);
const idsTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

describe("an emitter", () => {
  it("emits every event once, in order, never before it is due", () => {
    const rig = new Rig(periodic(100, 10 * MS), 10 * MS);
    rig.emitter.start(1000 * MS);
    rig.run();

    expect(rig.ids).toEqual(idsTo(100));
    expect(rig.emissions.map(({ due }) => due)).toEqual(periodic(100, 10 * MS).map((at) => 1000 * MS + at));
    expect(Math.min(...rig.slips())).toBeGreaterThanOrEqual(0);
  });

  it.each([
    ["a good machine", PERFECT],
    ["timers that are a millisecond late", { ...PERFECT, timerLate: 1 * MS }],
    ["a sleep that overshoots by 0.1 ms", { ...PERFECT, blockLate: 100_000 }],
    ["both", { timerLate: 1 * MS, blockLate: 100_000, readCost: 100 }],
  ])("is on time to a reading of the clock on %s", (_what, machine) => {
    const rig = new Rig(periodic(50, 25 * MS), 25 * MS, machine);
    rig.emitter.start(100 * MS);
    rig.run();
    // Two readings: the one that found the deadline passed, and the one before it.
    expect(Math.max(...rig.slips())).toBeLessThanOrEqual(2 * machine.readCost);
  });

  it("keeps absolute deadlines: lateness of one event does not move the next", () => {
    const late = { ...PERFECT, timerLate: 6 * MS };
    const rig = new Rig(periodic(1000, 20 * MS), 20 * MS, late);
    rig.emitter.start(0);
    rig.run();
    const slips = rig.slips();
    expect(Math.max(...slips)).toBeLessThanOrEqual(6 * MS);
    expect(slips.at(-1)).toBeLessThanOrEqual(6 * MS);
  });

  it("catches up at once after a stall, each event late by what the stall cost it, none left out", () => {
    const rig = new Rig(periodic(100, 10 * MS), 10 * MS);
    rig.emitter.start(0);
    while (rig.emissions.length < 20) rig.turn();

    rig.stall(500 * MS);
    rig.run();

    expect(rig.ids).toEqual(idsTo(100));
    const [first, second, third] = rig.slips().slice(20);
    expect(Math.round(first! / MS)).toBe(490);
    expect(Math.round(second! / MS)).toBe(480);
    expect(Math.round(third! / MS)).toBe(470);
    // Event 70 was due 699 ms after the start, when the stall had been made up for.
    expect(Math.max(...rig.slips().slice(71))).toBeLessThanOrEqual(2 * PERFECT.readCost);
  });

  it("stamps each event of a burst when it is emitted, not when the burst began", () => {
    const rig = new Rig([0, 0, 0], 10 * MS);
    rig.cost = () => 2 * MS;
    rig.emitter.start(0);
    rig.run();
    const emitted = rig.emissions.map((emission) => Math.round(emission.emitted / MS));
    expect(emitted).toEqual([0, 2, 4]);
  });

  it.each([
    [100 * MS, 200_000], // rare events: 0.2 ms
    [4 * MS, 200_000], // where the two bounds meet
    [1 * MS, 50_000], // frequent ones: a twentieth of the gap
  ])("with a mean gap of %d ns sleeps until %d ns before a deadline and spins no longer", (gap, spin) => {
    const rig = new Rig(periodic(20, gap), gap);
    rig.emitter.start(10 * MS);
    rig.run();
    expect(rig.longestSpin).toBeLessThanOrEqual(spin + 3 * PERFECT.readCost);
    expect(rig.longestSpin).toBeGreaterThan(spin / 2);
  });

  it("never blocks the thread for more than a timer's margin", () => {
    const rig = new Rig(periodic(20, 100 * MS), 100 * MS);
    rig.emitter.start(1000 * MS);
    rig.run();
    expect(Math.max(...rig.blocked)).toBeLessThanOrEqual(3 * MS);
  });

  it("returns to the loop between events, so that writes and messages get their turn", () => {
    const rig = new Rig(periodic(50, 1 * MS), 1 * MS);
    rig.emitter.start(10 * MS);
    rig.run();
    const turns = rig.emissions.map(({ turn }) => turn);
    expect(new Set(turns).size).toBe(50);
  });

  it("returns to the loop in the middle of a long burst", () => {
    const rig = new Rig(new Array(1000).fill(0), 1 * MS);
    rig.emitter.start(0);
    rig.run();
    expect(rig.ids).toEqual(idsTo(1000));
    const perTurn = [0, 1, 2, 3].map(
      (turn) => rig.emissions.filter((emission) => emission.turn === turn).length,
    );
    expect(perTurn).toEqual([256, 256, 256, 232]);
  });

  it("emits nothing more once stopped, and knows how much it did emit", () => {
    const rig = new Rig(periodic(10, 10 * MS), 10 * MS);
    rig.emitter.start(0);
    while (rig.emissions.length < 4) rig.turn();
    rig.emitter.stop();
    rig.run();
    expect(rig.ids).toEqual([1, 2, 3, 4]);
    expect(rig.emitter.emitted).toBe(4);
  });

  it("leaves nothing scheduled when the stream is over, or has no events", () => {
    const over = new Rig(periodic(3, MS), MS);
    over.emitter.start(0);
    over.run();
    const none = new Rig([], MS);
    none.emitter.start(0);
    expect(over.turn()).toBe(false);
    expect(none.turn()).toBe(false);
    expect(none.emitter.emitted).toBe(0);
  });
});
