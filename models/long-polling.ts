import type { Milliseconds } from "../core/units.ts";
import { quantileOf } from "./distribution.ts";
import { exchangeMetrics } from "./exchange.ts";
import { JITTER_BOUND, waitParts } from "./gaps.ts";
import type { Held } from "./held.ts";
import type { Failure, FailureCode, ModelInput, Prediction } from "./input.ts";
import { latencyMetrics, part } from "./latency.ts";
import { heldPeriodic } from "./long-polling-periodic.ts";
import { heldPoisson } from "./long-polling-poisson.ts";
import { ms } from "./text.ts";

/**
 * Long polling: everything follows from G = R + g + S, the time from an answer until the next request can be
 * answered, and the hold H. A held request brings an event after D_d; an event that comes within G of an answer
 * waits for the next request and then D_d: three one-way trips at most, as RFC 6202 (section 2.2) says.
 *
 * Events that find requests held are fanned out: the k-th of N clients has them k·c later, c(N + 1)/2 on average.
 */
export function longPolling(input: ModelInput): Prediction {
  const { arrivals, rate, clients, params, downMs, jitterMs, measured, bytes } = input;
  const failed: Failure[] = [];
  const fail = (code: FailureCode, message: string) => failed.push({ code, message });

  const gap = answerGap(input, fail);
  if (gap === undefined) return { metrics: {}, failed };
  const period = 1000 / rate;
  if (arrivals === "periodic" && jitterMs > 0 && Math.abs(period - gap) < 2 * jitterMs) {
    const message = `events come every ${ms(period)}, an answer and the next request take ${ms(gap)} give or take ${ms(2 * jitterMs)} of jitter: which is longer decides everything, so nothing is predicted`;
    fail("NEAR_CLIFF", message);
    return { metrics: {}, failed };
  }
  const hold = Number(params.holdMs);
  const held = arrivals === "poisson" ? heldPoisson(rate / 1000, gap, hold) : heldPeriodic(period, gap, hold);
  if (held === undefined) {
    const message = `a hold of ${ms(hold)} is too short for events every ${ms(period)} and ${ms(gap)} from an answer to the next request: nothing is predicted`;
    fail("HOLD_TOO_SHORT", message);
    return { metrics: {}, failed };
  }
  const exchange = exchangeMetrics(held.requestsPerEvent, held.emptyShare, bytes);
  failed.push(...exchange.failed);

  const send = fanOutCost(input, held, fail);
  if (send === undefined) return { metrics: exchange.metrics, failed };
  const trip = measured.baseMs + downMs;
  const workerWait = measured.clientWaitMs ?? 0;
  const fanOut = { firstMs: send, spanMs: (clients - 1) * send };
  // Of many clients answered together the wait in the worker lies within the fan-out that keeps it busy.
  const directMs = trip + fanOut.firstMs + (clients > 1 ? 0 : workerWait);
  const bufferedMs = trip + workerWait;
  const parts = held.waits.flatMap(({ weight, direct, fromMs, toMs }) => {
    if (direct) return part(weight, directMs, [fanOut.spanMs], jitterMs);
    if (fromMs === toMs) return part(weight, bufferedMs + fromMs, [], jitterMs);
    return waitParts(weight, bufferedMs + fromMs, toMs - fromMs, jitterMs);
  });
  // An event can come while a fan-out is on its way to this client: then its wait starts with the rest of that.
  const fanOutEnd = held.directAnswers > 0 ? fanOut.firstMs + fanOut.spanMs : 0;
  const bounds = held.waits.map(({ direct, toMs }) =>
    direct ? directMs + fanOut.spanMs + jitterMs : bufferedMs + fanOutEnd + toMs + JITTER_BOUND * jitterMs,
  );
  const meanTrip =
    held.directAnswers * (directMs + fanOut.spanMs / 2) + (1 - held.directAnswers) * bufferedMs;
  const metrics = {
    ...latencyMetrics(parts, Math.max(...bounds)),
    ...exchange.metrics,
    freshnessMeanMs: meanTrip + held.ageMeanMs,
    freshnessPeakMs: meanTrip + held.agePeakMs,
  };
  return { metrics, latencyAt: (q) => quantileOf(parts, q), failed };
}

type Fail = (code: FailureCode, message: string) => void;

/**
 * G. Where every answer waited for an event none could be timed without one; the link's own round trip then
 * stands for it, which hardly matters as it means that hardly any event came between two requests.
 */
function answerGap({ measured, upMs, downMs }: ModelInput, fail: Fail): Milliseconds | undefined {
  if (measured.reaskMs === undefined) {
    const message =
      "long polling needs the time from an answer to the next request, which was not measured: nothing is predicted";
    fail("UNMEASURED", message);
    return undefined;
  }
  if (measured.answerMs !== undefined) return measured.answerMs + measured.reaskMs;
  const message = `no answer came without waiting for an event, so its time is taken as the link's round trip, ${ms(upMs + downMs)}`;
  fail("UNMEASURED", message);
  return upMs + downMs + measured.reaskMs;
}

/** c; `undefined` where it is needed and missing, or where the server cannot keep up. */
function fanOutCost({ clients, rate, measured }: ModelInput, held: Held, fail: Fail): number | undefined {
  const { sendMs } = measured;
  if (sendMs === undefined && clients > 1 && held.directAnswers > 0) {
    const message = `answering ${clients} held requests needs the cost of one, which was not measured: latency and freshness are left out`;
    fail("UNMEASURED", message);
    return undefined;
  }
  const send = sendMs ?? 0;
  const every = 1000 / (rate * held.requestsPerEvent);
  if (clients * send >= every) {
    const message = `answering ${clients} clients takes ${ms(clients * send)}, each asks every ${ms(every)}: the server cannot keep up, latency and freshness are left out`;
    fail("OVERLOAD", message);
    return undefined;
  }
  return send;
}
