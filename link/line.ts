import type { Random } from "../core/random.ts";
import type { Bytes, Nanoseconds } from "../core/units.ts";

/** One direction of one client's line. */
export interface LineSpec {
  readonly delay: Nanoseconds;
  /** Largest departure from the delay, at most the delay itself. */
  readonly jitter: Nanoseconds;
  /** Bits per second; absent for no limit. */
  readonly bps?: number;
}

/** What an Ethernet frame carries of a TCP stream whose segments have timestamps: 1500 − 20 − 20 − 12. */
const SEGMENT_BYTES: Bytes = 1448;

/**
 * When pieces of data that enter one direction of a line come out of it: one after another at the line's rate,
 * then each after the delay and its own jitter, and none before one that entered earlier. It reads no
 * clock and holds no data.
 */
export class Line {
  #spec!: LineSpec;
  #nanosPerByte!: number;
  readonly #random: Random;
  /** When the line has carried everything that entered so far. */
  #free: Nanoseconds;
  #latest: Nanoseconds = Number.NEGATIVE_INFINITY;

  /** @param opens nothing enters the line before this moment */
  constructor(spec: LineSpec, random: Random, opens: Nanoseconds = Number.NEGATIVE_INFINITY) {
    this.#random = random;
    this.#free = opens;
    this.reshape(spec);
  }

  /** What enters from now on is treated by another spec; what is on its way still comes first. */
  reshape(spec: LineSpec): void {
    this.#spec = spec;
    this.#nanosPerByte = spec.bps === undefined ? 0 : 8e9 / spec.bps;
  }

  /**
   * The most bytes to give to `leaves` at once, so that the first do not wait for the last: what the line
   * carries in a millisecond, and a segment at least.
   */
  get pieceBytes(): Bytes {
    const { bps } = this.#spec;
    return bps === undefined ? Number.POSITIVE_INFINITY : Math.max(SEGMENT_BYTES, Math.floor(bps / 8000));
  }

  /** When the last byte of a piece comes out that is ready to enter at `at`; called in the order of `at`. */
  leaves(at: Nanoseconds, bytes: Bytes): Nanoseconds {
    const { delay, jitter } = this.#spec;
    this.#free = Math.max(at, this.#free) + bytes * this.#nanosPerByte;
    const strayed = jitter === 0 ? 0 : (2 * this.#random.uniform() - 1) * jitter;
    this.#latest = Math.max(this.#latest, this.#free + delay + strayed);
    return this.#latest;
  }
}
