import { random } from "./random.ts";
import { NANOS_PER_SECOND, type Nanoseconds } from "./units.ts";

/** How events are spread over time. */
export type Arrivals = "periodic" | "poisson";

export const ARRIVALS: readonly Arrivals[] = ["periodic", "poisson"];

export interface ArrivalsSpec {
  readonly arrivals: Arrivals;
  /** Mean events per second, above 0. */
  readonly rate: number;
  readonly seed: number;
  /** Events fall in [0, span). */
  readonly span: Nanoseconds;
}

/**
 * Due times in whole nanoseconds since the stream's start, ascending, all below `span`.
 *
 * Periodic: k/rate from 0. Poisson: exponential gaps of mean 1/rate, the first gap before the first event.
 */
export function dueTimes({ arrivals, rate, seed, span }: ArrivalsSpec): Float64Array {
  const due: number[] = [];
  switch (arrivals) {
    case "periodic":
      for (let k = 0; ; k++) {
        const at = Math.round((k * NANOS_PER_SECOND) / rate);
        if (at >= span) break;
        due.push(at);
      }
      break;
    case "poisson": {
      const gaps = random(seed, "arrivals");
      const mean = NANOS_PER_SECOND / rate;
      for (let at = gaps.exponential() * mean; at < span; at += gaps.exponential() * mean) {
        due.push(Math.floor(at));
      }
      break;
    }
    default:
      return arrivals satisfies never;
  }
  return Float64Array.from(due);
}
