import type { Milliseconds } from "../core/units.ts";

/** What long polling does at the server, seen from the server: one way down is still to be added. */
export interface Held {
  readonly requestsPerEvent: number;
  /** Empty answers ÷ all answers. */
  readonly emptyShare: number;
  /** Waits of events for a request; the weights add up to 1. */
  readonly waits: readonly Wait[];
  /** Age of the newest event answered with: mean over time, and mean just before something newer. */
  readonly ageMeanMs: Milliseconds;
  readonly agePeakMs: Milliseconds;
  /** Of the answers with events, the share that a held request gave at the event's moment. */
  readonly directAnswers: number;
}

/** A share of the events. */
export interface Wait {
  readonly weight: number;
  /** Whether a request was being held: such an event does not wait, and is fanned out to all clients. */
  readonly direct: boolean;
  /** The wait is uniform between these. */
  readonly fromMs: Milliseconds;
  readonly toMs: Milliseconds;
}

/** Events that a held request takes at their moment. */
export const direct = (weight: number): Wait => ({ weight, direct: true, fromMs: 0, toMs: 0 });

/** Events that came between an answer and the next request. */
export const buffered = (weight: number, fromMs: Milliseconds, toMs: Milliseconds): Wait => ({
  weight,
  direct: false,
  fromMs,
  toMs,
});
