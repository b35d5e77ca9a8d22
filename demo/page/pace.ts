import type { Milliseconds } from "../../core/units.ts";

/**
 * When a client that polls at a fixed rate asks. Deadlines are absolute, start + n × interval: a timer that is
 * late moves none of the polls after it, and a tick that finds the last question unanswered, or that the timer
 * slept through, is passed over and counted.
 */
export class Pace {
  readonly #interval: Milliseconds;
  #due: Milliseconds;
  #skipped = 0;

  /** @param phase which part of the interval passes before the first poll, in [0, 1) */
  constructor(now: Milliseconds, interval: Milliseconds, phase: number) {
    this.#interval = interval;
    this.#due = now + phase * interval;
  }

  /** When the next tick is due. */
  get due(): Milliseconds {
    return this.#due;
  }

  get skipped(): number {
    return this.#skipped;
  }

  /** Takes every tick that is due by now; whether to ask. `free` says that no question is open. */
  tick(now: Milliseconds, free: boolean): boolean {
    if (now < this.#due) return false;
    const due = Math.floor((now - this.#due) / this.#interval) + 1;
    this.#due += due * this.#interval;
    this.#skipped += free ? due - 1 : due;
    return free;
  }
}
