import type { Clock } from "../core/clock.ts";
import type { Nanoseconds } from "../core/units.ts";

/**
 * When data arrived. What one turn of the event loop reads was there when the turn began to read, but for
 * bytes that joined it since: a piece that is read late, because others were read before it, is not delayed
 * by that.
 */
export class TurnClock implements Clock {
  readonly #clock: Clock;
  readonly #afterTurn: (callback: () => void) => void;
  #inTurn = false;
  #turnStart: Nanoseconds = 0;

  /** @param afterTurn runs a callback after the current turn; injected, so that tests need no loop */
  constructor(clock: Clock, afterTurn: (callback: () => void) => void = setImmediate) {
    this.#clock = clock;
    this.#afterTurn = afterTurn;
  }

  now(): Nanoseconds {
    if (!this.#inTurn) {
      this.#inTurn = true;
      this.#turnStart = this.#clock.now();
      this.#afterTurn(this.#endTurn);
    }
    return this.#turnStart;
  }

  #endTurn = (): void => {
    this.#inTurn = false;
  };
}
