import type { Milliseconds } from "../core/units.ts";
import { quantileOf } from "./distribution.ts";
import { exchangeMetrics } from "./exchange.ts";
import { JITTER_BOUND, waitParts } from "./gaps.ts";
import type { Failure, ModelInput, Prediction } from "./input.ts";
import { latencyMetrics } from "./latency.ts";
import { ms } from "./text.ts";

/**
 * Short polling. A poll takes what the server has when it gets there, so an event waits U(0, T) for the next
 * poll's arrival, however long that poll has been under way, and then S + D_d: the upstream half of the round
 * trip does not appear. With one measured mean, S + D_d = (answer − request) − D_u.
 *
 * Every phase of a poll is taken as equally likely: true of many clients, and of one whose interval and the
 * stream's period have no small ratio (else the cell carries the warning `PHASE_LOCKED`).
 *
 * Freshness: an age is what it was at the last poll, 1/λ (Poisson: the age of the newest event) or P/2
 * (periodic), and T/2 + S + D_d since. Its peak, before a poll that brings something: T in place of T/2; with a
 * period, polls bring something every max(T, P) on average, and are min(T, P)/2 late. As Kaul, Yates and Gruteser
 * ("Real-time status: how often should one update?", INFOCOM 2012) define age.
 */
export function polling(input: ModelInput): Prediction {
  const { params, arrivals, rate, upMs, jitterMs, measured, bytes } = input;
  const failed: Failure[] = [];
  const interval = Number(params.intervalMs);
  const { answerMs } = measured;
  const fixedDelay = params.pacing === "fixed-delay";
  if (answerMs === undefined) {
    const what = fixedDelay ? "nothing is predicted" : "latency and freshness are left out";
    const message = `polling needs the time from a request to its answer, which was not measured: ${what}`;
    failed.push({ code: "UNMEASURED", message });
    if (fixedDelay) return { metrics: {}, failed };
  }
  const gap = fixedDelay ? interval + (answerMs ?? 0) : fixedRateGap(interval, answerMs ?? 0);
  if (!fixedDelay && gap > interval) {
    const message = `polling every ${ms(interval)} needs answers within that, and they take ${ms(answerMs ?? 0)}: polls are passed over, and the prediction is for one every ${ms(gap)}`;
    failed.push({ code: "POLL_OVERRUN", message });
  }

  const perPoll = (rate / 1000) * gap;
  const emptyShare = arrivals === "poisson" ? Math.exp(-perPoll) : Math.max(0, 1 - perPoll);
  const exchange = exchangeMetrics(1 / perPoll, emptyShare, bytes);
  failed.push(...exchange.failed);
  if (answerMs === undefined) return { metrics: exchange.metrics, failed };
  if (answerMs < upMs) {
    const message = `an answer took ${ms(answerMs)} on average, less than the ${ms(upMs)} of its request's way: latency and freshness are left out`;
    failed.push({ code: "INCONSISTENT", message });
    return { metrics: exchange.metrics, failed };
  }

  const after = measured.baseMs + answerMs - upMs;
  const latencies = waitParts(1, after, gap, jitterMs);
  const period = 1000 / rate;
  const age = arrivals === "poisson" ? period : period / 2;
  const peak = arrivals === "poisson" ? gap + period : Math.max(gap, period) + Math.min(gap, period) / 2;
  const metrics = {
    ...latencyMetrics(latencies, after + gap + JITTER_BOUND * jitterMs),
    ...exchange.metrics,
    freshnessMeanMs: after + gap / 2 + age,
    freshnessPeakMs: after + peak,
  };
  return { metrics, latencyAt: (q) => quantileOf(latencies, q), failed };
}

/**
 * How far apart the polls of one client really are: a tick that finds the last poll unanswered is passed over,
 * so polls that are slower than their interval start at every second, third, … tick.
 */
function fixedRateGap(intervalMs: Milliseconds, answerMs: Milliseconds): Milliseconds {
  return intervalMs * Math.max(1, Math.ceil(answerMs / intervalMs));
}
