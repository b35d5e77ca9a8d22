import { Histogram } from "../core/histogram.ts";
import type { Bytes, Nanoseconds } from "../core/units.ts";

/** What crossed a relay in one direction. Once every connection is closed, in = out + dropped. */
export class WayTally {
  /** Read from the side that sends. */
  in: Bytes = 0;
  /** Handed to the socket of the side that receives. */
  out: Bytes = 0;
  /** Read and never handed on. */
  dropped: Bytes = 0;
  /** Handed on − due, of what was due inside the window. */
  readonly late = new Histogram();
  #from: Nanoseconds = Number.POSITIVE_INFINITY;
  #to: Nanoseconds = Number.POSITIVE_INFINITY;

  /** The window is [from, to). */
  open(from: Nanoseconds, to: Nanoseconds): void {
    this.#from = from;
    this.#to = to;
  }

  handedOn(due: Nanoseconds, now: Nanoseconds): void {
    if (due >= this.#from && due < this.#to) this.late.record(now - due);
  }
}
