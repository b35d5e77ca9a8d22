import type { Milliseconds } from "../core/units.ts";
import { buffered, direct, type Held } from "./held.ts";

/** Different waits from which on they are as good as a uniform one. */
const MANY_WAITS = 100;

/**
 * Long polling with an event every P; `undefined` where the hold is too short for what follows.
 *
 * P ≤ G: each request finds what came since the last answer, so it is answered at once and a cycle is exactly G:
 * P/G requests an event, each waits U(0, G), as by polling every G. (With G/P = a/b only so many waits exist;
 * no real G is constant enough for that to show over a run.)
 *
 * P > G: the request is there when the event comes: no wait. A hold that ends before (P > G + H) brings n
 * empty answers in between, n = ⌊P/(G + H)⌋. If the event then falls into a hold, nothing changes: n + 1
 * requests an event. If it falls r < G after an answer, it waits e = G − r; all moves by e, the next waits 2e,
 * and so on until m·e > r; the one after that falls into the hold before and waits 0, with one empty answer less.
 * That is m + 1 events with waits 0, e, …, m·e in (m + 1)(n + 1) − 1 requests.
 *
 * Ages: where each event is answered by itself, mean P/2 and peak P on top of the mean wait.
 */
export function heldPeriodic(
  periodMs: Milliseconds,
  gapMs: Milliseconds,
  holdMs: Milliseconds,
): Held | undefined {
  if (periodMs <= gapMs) {
    return {
      requestsPerEvent: periodMs / gapMs,
      emptyShare: 0,
      waits: [buffered(1, 0, gapMs)],
      ageMeanMs: gapMs / 2 + periodMs / 2,
      agePeakMs: gapMs + periodMs / 2,
      directAnswers: 0,
    };
  }
  const empties = Math.floor(periodMs / (gapMs + holdMs));
  const rest = periodMs - empties * (gapMs + holdMs);
  if (rest >= gapMs) {
    return {
      requestsPerEvent: empties + 1,
      emptyShare: empties / (empties + 1),
      waits: [direct(1)],
      ageMeanMs: periodMs / 2,
      agePeakMs: periodMs,
      directAnswers: 1,
    };
  }
  const step = gapMs - rest;
  if (holdMs < step) return undefined;
  const late = Math.floor(rest / step) + 1;
  const requests = (late + 1) * (empties + 1) - 1;
  const share = 1 / (late + 1);
  const waits =
    late > MANY_WAITS
      ? [buffered(late * share, 0, late * step)]
      : Array.from({ length: late }, (_, i) => buffered(share, (i + 1) * step, (i + 1) * step));
  return {
    requestsPerEvent: requests * share,
    emptyShare: 1 - 1 / (requests * share),
    waits: [direct(share), ...waits],
    ageMeanMs: periodMs / 2 + (step * late) / 2,
    agePeakMs: periodMs + (step * late) / 2,
    directAnswers: share,
  };
}
