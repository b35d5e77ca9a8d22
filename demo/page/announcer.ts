import type { Milliseconds } from "../../core/units.ts";

/**
 * When to say something aloud again: not before some time has passed, and not what was said last. A screen reader
 * reads all of it, so figures that change four times a second are said now and then.
 */
export class Announcer {
  readonly #every: Milliseconds;
  readonly #say: (text: string) => void;
  #said = "";
  #saidAt = Number.NEGATIVE_INFINITY;

  constructor(every: Milliseconds, say: (text: string) => void) {
    this.#every = every;
    this.#say = say;
  }

  offer(text: string, now: Milliseconds): void {
    if (text === "" || text === this.#said || now - this.#saidAt < this.#every) return;
    this.#said = text;
    this.#saidAt = now;
    this.#say(text);
  }
}
