import { Histogram, type HistogramData } from "../core/histogram.ts";
import type { Nanoseconds } from "../core/units.ts";

/**
 * Requests and answers in time: how long an answer took, and how long until the client asked again. Nothing
 * here knows the transport: answers that held an event due before their request was sent, which cannot have
 * been waited for, are kept apart from the others, and whoever knows the transport says what those mean.
 */
export class Exchanges {
  /** By client: when its latest request was sent; never, before the first. */
  readonly #requestedAt: Float64Array;
  /** By client: when the answer to that was complete; NaN while it is not. */
  readonly #answeredAt: Float64Array;
  readonly #buffered = new Histogram();
  readonly #other = new Histogram();
  readonly #reask = new Histogram();
  #from: Nanoseconds = Number.POSITIVE_INFINITY;
  #to: Nanoseconds = Number.POSITIVE_INFINITY;
  /** Whether the answer being handed over held an event due before its request. */
  #holdsBuffered = false;

  constructor(clients: number) {
    this.#requestedAt = new Float64Array(clients).fill(Number.NEGATIVE_INFINITY);
    this.#answeredAt = new Float64Array(clients).fill(Number.NaN);
  }

  /** What completes in [from, to) is counted; before that is set, nothing. */
  setWindow(from: Nanoseconds, to: Nanoseconds): void {
    this.#from = from;
    this.#to = to;
  }

  requested(client: number, at: Nanoseconds): void {
    const pause = at - this.#answeredAt[client]!;
    if (at >= this.#from && at < this.#to && !Number.isNaN(pause)) this.#reask.record(pause);
    this.#requestedAt[client] = at;
    this.#answeredAt[client] = Number.NaN;
  }

  /** When the request was sent that brought what this client receives now; −∞ where nothing was asked for. */
  requestOf(client: number): Nanoseconds {
    return this.#requestedAt[client]!;
  }

  /** The answer that is handed over holds an event that was due before its request was sent. */
  buffered(): void {
    this.#holdsBuffered = true;
  }

  /** An answer is complete, its events handed over. */
  answered(client: number, now: Nanoseconds): void {
    this.#answeredAt[client] = now;
    if (now >= this.#from && now < this.#to) {
      const answers = this.#holdsBuffered ? this.#buffered : this.#other;
      answers.record(now - this.#requestedAt[client]!);
    }
    this.#holdsBuffered = false;
  }

  /** A client's connection ended: an answer under way is none, and the next request no re-ask. */
  closed(client: number): void {
    this.#requestedAt[client] = Number.NEGATIVE_INFINITY;
    this.#answeredAt[client] = Number.NaN;
    this.#holdsBuffered = false;
  }

  report(): { answers: { buffered: HistogramData; other: HistogramData }; reask: HistogramData } {
    return {
      answers: { buffered: this.#buffered.toData(), other: this.#other.toData() },
      reask: this.#reask.toData(),
    };
  }
}
