import type { Milliseconds } from "../core/units.ts";

/**
 * A server that sends an event to one client after the other is a queue in which every event takes the same
 * time, clients × cost: D/D/1 for periodic events, which never wait, M/D/1 for Poisson ones. A server that
 * sends what has queued up in one round is somewhat faster than this.
 */
export interface FanOut {
  /** Events per ms. */
  readonly rate: number;
  /** What one event costs: clients × cost of one. */
  readonly roundMs: Milliseconds;
}

/** ρ: the share of time that fan-outs take; from 1 on the queue only grows. */
export function utilisation({ rate, roundMs }: FanOut): number {
  return rate * roundMs;
}

/** How long a Poisson event waits for the fan-outs before it, on average: ρ·round/(2(1 − ρ)), Pollaczek–Khinchine. */
export function meanWait(fanOut: FanOut): Milliseconds {
  const busy = utilisation(fanOut);
  return (busy * fanOut.roundMs) / (2 * (1 - busy));
}

/**
 * The share of Poisson events that wait at most `limit` (Erlang 1909; Takács, Introduction to the Theory of
 * Queues, 1962): (1 − ρ)·Σₖ (−y)ᵏ/k!·e^y with y = rate·(limit − k·round), over k·round ≤ limit.
 * The terms alternate: exact enough up to ρ = 0.8 and the waits of one event in 1,000.
 */
export function waitWithin({ rate, roundMs }: FanOut, limit: Milliseconds): number {
  if (limit < 0) return 0;
  if (roundMs <= 0) return 1;
  let sum = 0;
  let factorial = 1;
  for (let k = 0; k * roundMs <= limit; k++) {
    if (k > 0) factorial *= k;
    const y = rate * (limit - k * roundMs);
    sum += ((-y) ** k / factorial) * Math.exp(y);
  }
  return Math.min(1, (1 - rate * roundMs) * sum);
}

/**
 * The share of (client, Poisson event) pairs sent at most `limit` after the event came: wait + U(0, round).
 * From Takács' equation for the wait W, F′(x) = rate·(F(x) − F(x − round)), integrated: the average of F over
 * [x − round, x] is (F(x) − (1 − ρ))/ρ.
 */
export function sentWithin(fanOut: FanOut, limit: Milliseconds): number {
  if (limit < 0) return 0;
  const busy = utilisation(fanOut);
  // Where hardly anything waits, the difference below would have no digits left.
  if (busy < 1e-6) return fanOut.roundMs <= 0 ? 1 : Math.min(1, limit / fanOut.roundMs);
  return Math.max(0, (waitWithin(fanOut, limit) - (1 - busy)) / busy);
}

/**
 * Mean age of the newest event that the last client has, with Poisson events: round·(1/(2(1 − ρ)) + ½ +
 * (1 − ρ)e^ρ/ρ), Kaul, Yates and Gruteser, "Real-time status: how often should one update?", INFOCOM 2012, M/D/1.
 */
export function meanAge({ rate, roundMs }: FanOut): Milliseconds {
  const busy = rate * roundMs;
  return roundMs * (1 / (2 * (1 - busy)) + 0.5) + ((1 - busy) * Math.exp(busy)) / rate;
}
