import { type Random, random } from "../core/random.ts";
import { msToNs, NANOS_PER_SECOND, type Nanoseconds } from "../core/units.ts";
import { BURST_EVENTS, BURST_GAP_MS, type DemoSettings } from "./protocol.ts";

/** Seeded gaps between one event and the next, of arrivals and a rate that may change between any two. */
export class Gaps {
  readonly #random: Random;
  /** Events still to come of the burst at hand. */
  #left = 0;

  constructor(seed: number) {
    this.#random = random(seed, "demo arrivals");
  }

  next({ arrivals, rate }: Pick<DemoSettings, "arrivals" | "rate">): Nanoseconds {
    const mean = NANOS_PER_SECOND / rate;
    switch (arrivals) {
      case "periodic":
        return mean;
      case "poisson":
        return this.#random.exponential() * mean;
      case "bursty": {
        // So short that a burst leaves at least a fifth of its share of time for the silence behind it.
        const within = Math.min(msToNs(BURST_GAP_MS), mean / BURST_EVENTS);
        if (this.#left > 0) {
          this.#left--;
          return within;
        }
        this.#left = BURST_EVENTS - 1;
        const silence = BURST_EVENTS * mean - (BURST_EVENTS - 1) * within;
        return this.#random.exponential() * silence;
      }
      default:
        return arrivals satisfies never;
    }
  }
}
