import type { FreshnessSums } from "../core/messages.ts";
import type { Nanoseconds } from "../core/units.ts";

/**
 * The age of what each client knows: now − due of the newest event it has, from its first event on. The age
 * grows with time and falls when something newer comes, so its integral is exact: a trapezium between two
 * falls. Age of information as Kaul, Yates and Gruteser (2012) define it, its peaks as Costa, Codreanu and
 * Ephremides (2014) do, with "generated" read as due.
 */
export class Freshness {
  /** By client: when its newest event was due, and since when it has that. */
  readonly #newest: Float64Array;
  readonly #since: Float64Array;
  #from: Nanoseconds = Number.POSITIVE_INFINITY;
  #to: Nanoseconds = Number.POSITIVE_INFINITY;
  #ageTime = 0;
  #time: Nanoseconds = 0;
  #peakSum: Nanoseconds = 0;
  #peaks = 0;

  constructor(clients: number) {
    this.#newest = new Float64Array(clients).fill(Number.NEGATIVE_INFINITY);
    this.#since = new Float64Array(clients).fill(Number.NEGATIVE_INFINITY);
  }

  /** Only what lies in [from, to) is counted; before that is set, nothing. */
  setWindow(from: Nanoseconds, to: Nanoseconds): void {
    this.#from = from;
    this.#to = to;
  }

  /** A client has got an event that was due at that moment. One older than what it has changes nothing. */
  arrived(client: number, due: Nanoseconds, now: Nanoseconds): void {
    const newest = this.#newest[client]!;
    if (due <= newest) return;
    this.#newest[client] = due;
    const since = this.#since[client]!;
    // Of several handed over at one moment the first ends the age before; the others only lower it further.
    if (now <= since) return;
    this.#since[client] = now;
    if (since === Number.NEGATIVE_INFINITY) return;
    this.#add(newest, since, now);
    if (now < this.#from || now >= this.#to) return;
    this.#peakSum += now - newest;
    this.#peaks++;
  }

  /** Everything until now, or until the window's end where that has passed. Call it once. */
  finish(now: Nanoseconds): FreshnessSums {
    for (const [client, newest] of this.#newest.entries()) {
      if (newest > Number.NEGATIVE_INFINITY) this.#add(newest, this.#since[client]!, now);
    }
    return { ageTime: this.#ageTime, time: this.#time, peakSum: this.#peakSum, peaks: this.#peaks };
  }

  /** Adds the part of [since, until) that lies in the window. */
  #add(newest: Nanoseconds, since: Nanoseconds, until: Nanoseconds): void {
    const start = since > this.#from ? since : this.#from;
    const end = until < this.#to ? until : this.#to;
    if (end <= start) return;
    this.#ageTime += (end - start) * ((start + end) / 2 - newest);
    this.#time += end - start;
  }
}
