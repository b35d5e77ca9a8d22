import type { MetricValues } from "../core/metrics.ts";
import { bisect, quantileOf } from "./distribution.ts";
import { type FanOut, meanAge, meanWait, sentWithin, utilisation } from "./fan-out.ts";
import type { Failure, ModelInput, Prediction } from "./input.ts";
import { latencyMetrics, part, QUANTILES } from "./latency.ts";
import { ms } from "./text.ts";

/** ρ from which on Erlang's series has too few digits for a 99th percentile. */
const MAX_QUANTILE_UTILISATION = 0.8;
/** Rounds that hold 99 % of all waits up to there with room to spare: 11 at that ρ. */
const MAX_ROUNDS = 24;
/** Points at which jitter is averaged. */
const JITTER_POINTS = 33;

/**
 * WebSocket, and push of any kind: D_d, and the k-th of N clients k·c later, c(N + 1)/2 on average; Poisson
 * events also queue for the fan-outs before them. Opening takes two round trips, TCP's and the handshake's.
 *
 * Jitter has mean 0 while events are further apart than it is wide. What was sent later never arrives earlier,
 * though: with Poisson events this adds λj²/6 to the mean, at most j/12 before `JITTER_ORDER` speaks up.
 */
export function websocket(input: ModelInput): Prediction {
  const { upMs, downMs, bytes } = input;
  const failed: Failure[] = [];
  const down = bytes.eventOverhead === undefined ? undefined : bytes.envelope + bytes.eventOverhead;
  if (down === undefined) {
    const message =
      "bytes per event need what a frame costs beyond its event, which was not seen: they are left out";
    failed.push({ code: "UNMEASURED", message });
  }
  const metrics: MetricValues = {
    requestsPerEvent: 0,
    ...(down === undefined ? {} : { bytesPerEvent: down, bytesUpPerEvent: 0, bytesDownPerEvent: down }),
    ...(upMs + downMs > 0 ? { connectP50Ms: 2 * (upMs + downMs) } : {}),
  };
  const delivery = deliveryMetrics(input);
  return {
    ...delivery,
    metrics: { ...delivery.metrics, ...metrics },
    failed: [...delivery.failed, ...failed],
  };
}

/** Latency and freshness. */
function deliveryMetrics(input: ModelInput): Prediction {
  const { arrivals, rate, clients, downMs, jitterMs, measured } = input;
  const period = 1000 / rate;
  const { sendMs } = measured;
  if (sendMs === undefined && clients > 1) {
    const message = `a fan-out to ${clients} clients needs the cost of one client, which was not measured: latency and freshness are left out`;
    return { metrics: {}, failed: [{ code: "UNMEASURED", message }] };
  }
  const send = sendMs ?? 0;
  const fanOut: FanOut = { rate: rate / 1000, roundMs: clients * send };
  const busy = utilisation(fanOut);
  if (busy >= 1) {
    const message = `a fan-out to ${clients} clients takes ${ms(fanOut.roundMs)}, an event comes every ${ms(period)}: the queue only grows, latency and freshness are left out`;
    return { metrics: {}, failed: [{ code: "OVERLOAD", message }] };
  }
  if (2 * jitterMs > period) {
    const message = `jitter of ±${ms(jitterMs)} is wider than the ${ms(period)} between events, whose order is kept: latency and freshness are left out`;
    return { metrics: {}, failed: [{ code: "JITTER_ORDER", message }] };
  }

  // Of many clients the wait in the load worker lies within the fan-out that keeps it busy.
  const before = measured.baseMs + downMs + (clients > 1 ? 0 : (measured.clientWaitMs ?? 0));
  const half = (send * (clients + 1)) / 2;
  if (arrivals === "periodic" || busy === 0) {
    const sent = part(1, before + send, [(clients - 1) * send], jitterMs);
    const mean = before + half;
    return {
      metrics: {
        ...latencyMetrics([sent]),
        freshnessMeanMs: mean + (arrivals === "periodic" ? period / 2 : period),
        freshnessPeakMs: mean + period,
      },
      latencyAt: (q) => quantileOf([sent], q),
      failed: [],
    };
  }
  const mean = before + half + meanWait(fanOut);
  const metrics: MetricValues = {
    latencyMeanMs: mean,
    // Client k has an event (N − k)·c before the last client.
    freshnessMeanMs: before + meanAge(fanOut) - (send * (clients - 1)) / 2,
    freshnessPeakMs: mean + period,
  };
  if (busy > MAX_QUANTILE_UTILISATION) {
    const message = `fan-outs take ${Math.round(busy * 100)} % of the time: latency's quantiles are left out from ${MAX_QUANTILE_UTILISATION * 100} % on`;
    return { metrics, failed: [{ code: "OVERLOAD", message }] };
  }
  const latencyAt = queuedQuantiles(fanOut, before + send / 2, jitterMs);
  const quantiles = Object.fromEntries(QUANTILES.map(([q, name]) => [name, latencyAt(q)]));
  return { metrics: { ...metrics, ...quantiles }, latencyAt, failed: [] };
}

/** Quantiles of `before` + wait + U(0, round) + U(−jitter, jitter), up to the 99th of a hundred. */
function queuedQuantiles(fanOut: FanOut, beforeMs: number, jitterMs: number): (q: number) => number {
  const points = jitterMs > 0 ? JITTER_POINTS : 1;
  const within = (latency: number): number => {
    let share = 0;
    for (let i = 0; i < points; i++) {
      const jitter = jitterMs * ((2 * i + 1) / points - 1);
      share += sentWithin(fanOut, latency - beforeMs - jitter) / points;
    }
    return share;
  };
  const end = beforeMs + jitterMs + MAX_ROUNDS * fanOut.roundMs;
  return (q) => bisect(beforeMs - jitterMs, end, (x) => within(x) >= q);
}
