import type { Milliseconds } from "../../core/units.ts";

const FIRST_MS: Milliseconds = 150;
const MOST_MS: Milliseconds = 2000;

/** How long to wait before trying again: twice as long each time, spread out so that not all come at once. */
export class Backoff {
  readonly #uniform: () => number;
  #tries = 0;

  /** @param uniform random numbers in [0, 1) */
  constructor(uniform: () => number) {
    this.#uniform = uniform;
  }

  next(): Milliseconds {
    const most = Math.min(MOST_MS, FIRST_MS * 2 ** this.#tries);
    this.#tries = Math.min(this.#tries + 1, 10);
    return most * (0.5 + this.#uniform() / 2);
  }

  /** It worked: the next failure is the first again. */
  reset(): void {
    this.#tries = 0;
  }
}
