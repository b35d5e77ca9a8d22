import type { Clock } from "../core/clock.ts";
import type { Nanoseconds } from "../core/units.ts";

/** Runs a callback after the current turn of the event loop; injected, so that tests need no loop. */
export type AfterTurn = (callback: () => void) => void;

/**
 * The moments of a load worker. The clock is read once per socket read and once per batch of ticks; everything
 * handled from that read carries that moment. A read is at most 64 KiB, so what this blurs is the time it
 * takes to go through 64 KiB, some tens of microseconds.
 *
 * A turn of the event loop starts with its first read or tick and ends when the loop goes on to wait. What
 * lies between the start of a turn and a read in it is time for which the kernel had the bytes and this
 * process had not got round to them: the in-worker wait.
 */
export class LoadClock {
  readonly #clock: Clock;
  readonly #afterTurn: AfterTurn;
  #inTurn = false;
  /** The moment of the read or tick being handled. */
  now: Nanoseconds = 0;
  /** When the current turn of the loop started. */
  turnStart: Nanoseconds = 0;

  constructor(clock: Clock, afterTurn: AfterTurn = setImmediate) {
    this.#clock = clock;
    this.#afterTurn = afterTurn;
  }

  /** Reads the clock: bytes came in, or ticks are due. */
  stamp(): Nanoseconds {
    this.now = this.#clock.now();
    if (!this.#inTurn) {
      this.#inTurn = true;
      this.turnStart = this.now;
      this.#afterTurn(this.#endTurn);
    }
    return this.now;
  }

  /** The moment as it is, apart from reads and turns: for what this process itself does. */
  read(): Nanoseconds {
    return this.#clock.now();
  }

  #endTurn = (): void => {
    this.#inTurn = false;
  };
}
