import type { Milliseconds } from "../../../core/units.ts";
import type { Arrived } from "../envelope.ts";

/** What a lane tells of itself. Moments are the page's own, taken when it happened. */
export interface LaneWatcher {
  /** A question left, or a subscription was asked for. */
  asked(now: Milliseconds): void;
  /** An answer is here in full; without events it was for nothing. Never told of pushed events. */
  answered(now: Milliseconds, events: readonly Arrived[]): void;
  /** An event was pushed. */
  pushed(now: Milliseconds, event: Arrived): void;
  /** Ticks of the pace so far that passed without a question. */
  skipped(total: number): void;
  /** A connection for pushes is open. */
  opened(now: Milliseconds): void;
  /** A question or a connection came to nothing. */
  failed(now: Milliseconds): void;
  /** The server no longer has what lies between the cursor and this one. */
  gone(oldest: number): void;
  /** What came was no event. */
  garbled(): void;
}

/** What a lane needs of the page. */
export interface LaneContext {
  /** Where the lane is reached, without a path. */
  readonly url: string;
  readonly watcher: LaneWatcher;
  /** The page's clock. */
  readonly now: () => Milliseconds;
  /** How often to ask, for the lane that does so by the clock. */
  readonly pollIntervalMs: () => Milliseconds;
}

/** One transport's client in a browser. */
export interface LaneClient {
  /** Begins with the events after that cursor. */
  start(after: number): void;
  /** Makes use of an interval that has changed. */
  repace?(): void;
  /** When the next question is due, for the lane that has a clock. */
  nextDue?(): Milliseconds | undefined;
  stop(): void;
}

/** The cursor that an answer says is the oldest there is. */
export function oldestIn(text: string): number {
  const oldest = Number(/\d{1,15}/.exec(text)?.[0] ?? Number.NaN);
  return Number.isSafeInteger(oldest) ? oldest : 1;
}
