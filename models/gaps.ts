import type { Milliseconds } from "../core/units.ts";
import type { Part } from "./distribution.ts";
import { part } from "./latency.ts";

/** Steps in which the jitter of a gap is taken. */
const STEPS = 16;

/**
 * Latencies of events that wait for the next of a series of requests, U(0, gap), and then take `afterMs` give or
 * take the jitter of the answer's way.
 *
 * With jitter j the gap itself varies, by the sum of two independent U(−j, j): a triangle of ±2j. An event is as
 * much more likely to fall into a gap as that is longer, so the parts are weighted by their lengths (the
 * inspection paradox; Feller, An Introduction to Probability Theory II, I.4), and the mean comes out as
 * E[gap²]/(2·E[gap]) = gap/2 + j²/(3·gap).
 */
export function waitParts(
  weight: number,
  afterMs: Milliseconds,
  gapMs: Milliseconds,
  jitterMs: Milliseconds,
): Part[] {
  if (jitterMs === 0) return [part(weight, afterMs, [gapMs], 0)];
  const gaps = Array.from({ length: STEPS }, (_, i) => {
    const place = (2 * i + 1) / STEPS - 1;
    const length = Math.max(0, gapMs + 2 * jitterMs * place);
    return { length, share: (1 - Math.abs(place)) * length };
  });
  const total = gaps.reduce((sum, { share }) => sum + share, 0);
  return gaps.map(({ length, share }) => part((weight * share) / total, afterMs, [length], jitterMs));
}

/** How far jitter lifts the largest latency: both ends of a gap between requests, and the answer's way. */
export const JITTER_BOUND = 3;
