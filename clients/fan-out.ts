import type { RegressionSums } from "../core/messages.ts";
import type { Nanoseconds } from "../core/units.ts";

/** Whether a client's latency grows with its place in the order of connecting: the sums of that regression. */
export class FanOut {
  /** By client: its latencies in all, and how many. */
  readonly #sums: Float64Array;
  readonly #counts: Uint32Array;

  constructor(clients: number) {
    this.#sums = new Float64Array(clients);
    this.#counts = new Uint32Array(clients);
  }

  add(client: number, latency: Nanoseconds): void {
    this.#sums[client]! += latency;
    this.#counts[client]!++;
  }

  /**
   * x is a client's place, y its mean latency. A client without a place (`placeOf` gives a negative one) or
   * without a latency is left out.
   */
  report(placeOf: (client: number) => number): RegressionSums {
    const sums = { n: 0, x: 0, y: 0, xx: 0, xy: 0, yy: 0 };
    for (const [client, count] of this.#counts.entries()) {
      const x = placeOf(client);
      if (count === 0 || x < 0) continue;
      const y = this.#sums[client]! / count;
      sums.n++;
      sums.x += x;
      sums.y += y;
      sums.xx += x * x;
      sums.xy += x * y;
      sums.yy += y * y;
    }
    return sums;
  }
}
