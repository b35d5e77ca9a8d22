/** How many cursors behind the newest a late event is still known as missing, or as a repetition. */
const MEMORY = 4096;

/**
 * Which events a lane has had, by their cursor: each once, none left out. Its memory is bounded; an event that
 * is still missing when its place is needed again counts as lost.
 */
export class Audit {
  /** Which cursor was last seen at each place. */
  readonly #seen = new Float64Array(MEMORY);
  #first = 0;
  #newest = 0;
  #missing = 0;
  #lost = 0;
  #repeated = 0;

  /** Forgets everything; what counts are the cursors after this one. */
  start(after: number): void {
    this.#seen.fill(0);
    this.#first = after;
    this.#newest = after;
    this.#missing = 0;
    this.#lost = 0;
    this.#repeated = 0;
  }

  /** Whether this is the first time that the event is seen. */
  take(seq: number): boolean {
    if (seq <= this.#first || seq <= this.#newest - MEMORY) return this.#again();
    const place = seq % MEMORY;
    if (seq <= this.#newest) {
      if (this.#seen[place] === seq) return this.#again();
      this.#missing--;
    } else {
      this.#forget(seq);
      this.#missing += seq - this.#newest - 1;
      this.#newest = seq;
    }
    this.#seen[place] = seq;
    return true;
  }

  get newest(): number {
    return this.#newest;
  }

  /** Events passed over so far: those still missing, and those too old to come any more. */
  get lost(): number {
    return this.#missing + this.#lost;
  }

  get repeated(): number {
    return this.#repeated;
  }

  #again(): false {
    this.#repeated++;
    return false;
  }

  /** What was missing where the cursors up to `seq` will be written is lost for good. */
  #forget(seq: number): void {
    for (let cursor = Math.max(this.#newest + 1, seq - MEMORY + 1); cursor <= seq; cursor++) {
      const old = cursor - MEMORY;
      if (old <= this.#first || this.#seen[old % MEMORY] === old) continue;
      this.#missing--;
      this.#lost++;
    }
  }
}
