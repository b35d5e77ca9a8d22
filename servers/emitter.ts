import type { Clock } from "../core/clock.ts";
import { NANOS_PER_MILLI, type Nanoseconds } from "../core/units.ts";

/** The ways an emitter waits; injected, so that tests need no time. */
export interface Sleeper {
  /** Runs `then` after the event loop has had a turn, `ms` milliseconds from now or a little later. */
  later(ms: number, then: () => void): void;
  /** Blocks the thread for a short time; overshoots by about 0.1 ms. */
  block(ns: Nanoseconds): void;
}

export interface Schedule {
  /** How many events, ids 1 to `events`. */
  readonly events: number;
  /** Due time of an id since the start, ascending. */
  dueOf(id: number): Nanoseconds;
  /** Mean gap between events. */
  readonly meanGap: Nanoseconds;
}

// A timer fires up to a millisecond late: it is trusted to this far before a deadline, then the thread sleeps.
const TIMER_MARGIN = 3 * NANOS_PER_MILLI;
// What `block` overshoots is closed by spinning, within these bounds.
const MAX_SPIN: Nanoseconds = 200_000;
const SPIN_SHARE = 0.05;
/** Events emitted in one turn when behind, before the loop may write and hear messages. */
const MAX_BURST = 256;

/**
 * Emits each event at its absolute deadline, `start + due`, whatever came of the one before (open loop). When
 * behind it catches up at once: an event is emitted late, never left out.
 */
export class Emitter {
  readonly #schedule: Schedule;
  readonly #clock: Clock;
  readonly #sleeper: Sleeper;
  readonly #emit: (id: number, due: Nanoseconds, emitted: Nanoseconds) => void;
  readonly #spin: Nanoseconds;
  #start: Nanoseconds = Number.POSITIVE_INFINITY;
  #next = 1;
  #stopped = false;

  constructor(
    schedule: Schedule,
    clock: Clock,
    sleeper: Sleeper,
    emit: (id: number, due: Nanoseconds, emitted: Nanoseconds) => void,
  ) {
    this.#schedule = schedule;
    this.#clock = clock;
    this.#sleeper = sleeper;
    this.#emit = emit;
    this.#spin = Math.min(MAX_SPIN, schedule.meanGap * SPIN_SHARE);
  }

  /** How many events have been emitted. */
  get emitted(): number {
    return this.#next - 1;
  }

  /** When the next event has to leave; infinite before the start, after the last and once stopped. */
  get nextDeadline(): Nanoseconds {
    const over = this.#stopped || this.#next > this.#schedule.events;
    return over ? Number.POSITIVE_INFINITY : this.#deadline();
  }

  start(at: Nanoseconds): void {
    this.#start = at;
    this.#turn();
  }

  stop(): void {
    this.#stopped = true;
  }

  #turn = (): void => {
    if (this.#stopped || this.#next > this.#schedule.events) return;
    const wait = this.#deadline() - this.#clock.now();
    if (wait > TIMER_MARGIN) {
      this.#sleeper.later((wait - TIMER_MARGIN + NANOS_PER_MILLI) / NANOS_PER_MILLI, this.#turn);
      return;
    }
    if (wait > this.#spin) this.#sleeper.block(wait - this.#spin);
    this.#emitDue();
    this.#sleeper.later(0, this.#turn);
  };

  /** Spins to the next deadline, then emits it and whatever else is due by then. */
  #emitDue(): void {
    let deadline = this.#deadline();
    let now = this.#clock.now();
    while (now < deadline) now = this.#clock.now();
    for (let burst = 0; burst < MAX_BURST && deadline <= now; burst++) {
      this.#emit(this.#next, deadline, now);
      this.#next++;
      if (this.#next > this.#schedule.events) return;
      deadline = this.#deadline();
      now = this.#clock.now();
    }
  }

  #deadline(): Nanoseconds {
    return this.#start + this.#schedule.dueOf(this.#next);
  }
}

/** Waiting for real: timers and immediates, and `Atomics.wait` on a private buffer for the short stretch. */
export function realSleeper(): Sleeper {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  return {
    later: (ms, then) => {
      if (ms <= 0) setImmediate(then);
      else setTimeout(then, ms);
    },
    block: (ns) => {
      Atomics.wait(cell, 0, 0, ns / NANOS_PER_MILLI);
    },
  };
}
