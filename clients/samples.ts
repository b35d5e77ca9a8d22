import type { Nanoseconds } from "../core/units.ts";

/** The most events whose latency is kept; later ones of the window are not. */
export const MAX_SAMPLES = 200_000;

const MISSING = -1;

/**
 * One latency per event of the window, each of another client in turn: what a test of a distribution needs,
 * because the latencies of one event are not independent of each other.
 */
export class Samples {
  readonly #clients: number;
  #firstId = 1;
  #latencies = new Float64Array(0);

  constructor(clients: number) {
    this.#clients = clients;
  }

  /** The window is ids [firstId, endId). */
  setWindow(firstId: number, endId: number): void {
    this.#firstId = firstId;
    this.#latencies = new Float64Array(Math.min(MAX_SAMPLES, endId - firstId)).fill(MISSING);
  }

  /** Keeps the latency where it is that client's turn; ids outside the window are none's. */
  add(client: number, id: number, latency: Nanoseconds): void {
    if ((id - 1) % this.#clients === client) this.#latencies[id - this.#firstId] = latency;
  }

  /** Latency of event `firstId + i` at index i; −1 where that client did not get it. */
  report(): { firstId: number; samples: Nanoseconds[] } {
    return { firstId: this.#firstId, samples: [...this.#latencies] };
  }
}
