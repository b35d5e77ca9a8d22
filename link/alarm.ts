import type { Clock } from "../core/clock.ts";
import { NANOS_PER_MILLI, type Nanoseconds } from "../core/units.ts";

/** Rings at a moment or soon after, never before it; injected, so that tests need no time. */
export interface Alarm {
  /** Rings at `at` instead of when it was last set for. */
  set(at: Nanoseconds): void;
  stop(): void;
}

/** What a timer of the event loop overshoots by when nothing else runs. Measured: 0.06 to 0.1 ms. */
const OVERSHOOT: Nanoseconds = 100_000;
/** The share of the time that may go into watching the clock. */
const WATCHED_SHARE = 0.1;
/** The most that is saved up for that. */
const MOST_SAVED: Nanoseconds = 3 * NANOS_PER_MILLI;

/**
 * An alarm more exact than a timer of the event loop, which counts whole milliseconds. It sleeps as many of
 * them as fit, and watches the clock for the rest, one turn of the loop after another, so that sockets are
 * read meanwhile. Watching is rationed: where alarms follow each other so closely that there is no time left
 * for it, they ring up to a millisecond late and the core stays free.
 *
 * Measured with 70 alarms a second: 0.01 ms late on average, against 0.6 ms for a timer rounded up.
 */
export class LoopAlarm implements Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #at: Nanoseconds = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  #saved = MOST_SAVED;
  #savedAt: Nanoseconds;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
    this.#savedAt = clock.now();
  }

  set(at: Nanoseconds): void {
    this.stop();
    this.#at = at;
    this.#wait();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#timer = undefined;
    this.#immediate = undefined;
  }

  #wait(): void {
    const now = this.#clock.now();
    this.#save(now);
    const rest = this.#at - now;
    const ms = wholeMillis(rest);
    if (ms > 0) {
      this.#timer = setTimeout(this.#look, ms);
    } else if (rest <= Math.max(0, this.#saved)) {
      this.#immediate = setImmediate(this.#watch, now);
    } else {
      this.#timer = setTimeout(this.#look, 1);
    }
  }

  #look = (): void => {
    if (this.#clock.now() >= this.#at) this.#ring();
    else this.#wait();
  };

  #watch = (since: Nanoseconds): void => {
    const now = this.#clock.now();
    this.#saved = Math.max(0, this.#saved - (now - since));
    if (now >= this.#at) this.#ring();
    else this.#immediate = setImmediate(this.#watch, now);
  };

  #save(now: Nanoseconds): void {
    this.#saved = Math.min(MOST_SAVED, this.#saved + (now - this.#savedAt) * WATCHED_SHARE);
    this.#savedAt = now;
  }
}

/** How many milliseconds a timer may sleep of the time that is left, without overshooting its end. */
export const wholeMillis = (rest: Nanoseconds): number =>
  Math.max(0, Math.floor((rest - OVERSHOOT) / NANOS_PER_MILLI));
