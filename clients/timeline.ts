import { Histogram, type HistogramData } from "../core/histogram.ts";
import type { LoadTimeline } from "../core/messages.ts";
import { type Bytes, NANOS_PER_SECOND, type Nanoseconds } from "../core/units.ts";

/** The length of one interval. */
export const TIMELINE_INTERVAL_MS = 1000;

/** What happened in each second since the stream's start. */
export class Timeline {
  readonly #second = new Histogram();
  readonly #latency: HistogramData[] = [];
  readonly #events: number[] = [];
  readonly #bytesDown: Bytes[] = [];
  readonly #bytesUp: Bytes[] = [];
  #down: Bytes = 0;
  #up: Bytes = 0;
  #started = false;
  /** When the current second ends, or the first begins; never, before that is known. */
  next: Nanoseconds = Number.POSITIVE_INFINITY;

  /** The stream starts at that moment: what comes before it belongs to no second. */
  start(at: Nanoseconds): void {
    this.next = at;
  }

  event(latency: Nanoseconds): void {
    this.#second.record(latency);
  }

  down(bytes: Bytes): void {
    this.#down += bytes;
  }

  up(bytes: Bytes): void {
    this.#up += bytes;
  }

  /** Closes every second that has ended by `now`; false when none has. */
  advance(now: Nanoseconds): boolean {
    const before = this.#events.length;
    while (now >= this.next) {
      if (this.#started) this.#close();
      else this.#begin();
      this.next += NANOS_PER_SECOND;
    }
    return this.#events.length > before;
  }

  /** Every second so far; the one under way counts when it delivered something. */
  finish(): LoadTimeline {
    if (this.#second.count > 0) this.#close();
    return {
      latency: this.#latency,
      events: this.#events,
      bytesDown: this.#bytesDown,
      bytesUp: this.#bytesUp,
    };
  }

  #begin(): void {
    this.#started = true;
    this.#down = 0;
    this.#up = 0;
  }

  #close(): void {
    this.#latency.push(this.#second.toData());
    this.#events.push(this.#second.count);
    this.#bytesDown.push(this.#down);
    this.#bytesUp.push(this.#up);
    this.#second.reset();
    this.#down = 0;
    this.#up = 0;
  }
}
