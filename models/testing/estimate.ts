import type { Trace } from "./simulate.ts";

/** A sum and what it is divided by, of one independent run. */
export interface Ratio {
  readonly sum: number;
  readonly of: number;
}

/** A quantity over independent runs, and the standard error that its spread between them shows. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

/** Pools runs; the error is that of a ratio estimator (Cochran, Sampling Techniques, 2.11). */
export function estimate(runs: readonly Ratio[]): Estimate {
  const sum = runs.reduce((total, run) => total + run.sum, 0);
  const of = runs.reduce((total, run) => total + run.of, 0);
  const value = sum / of;
  const squares = runs.reduce((total, run) => total + (run.sum - value * run.of) ** 2, 0);
  const error = Math.sqrt((runs.length * squares) / (runs.length - 1)) / of;
  return { value, error };
}

/** The part of a run that is looked at: what the start left behind and what the end cuts off is not. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

const add = (ratios: readonly Ratio[]): Ratio => ({
  sum: ratios.reduce((total, { sum }) => total + sum, 0),
  of: ratios.reduce((total, { of }) => total + of, 0),
});

/** A function of latencies, summed over the events due in the window. */
export function perEvent(
  traces: readonly Trace[],
  { from, to }: Window,
  score: (latency: number) => number,
): Ratio {
  let sum = 0;
  let of = 0;
  for (const { deliveries } of traces) {
    for (const { at, due } of deliveries) {
      if (due < from || due >= to) continue;
      sum += score(at - due);
      of++;
    }
  }
  return { sum, of };
}

/** Requests ÷ events delivered. */
export function requestsPerEvent(traces: readonly Trace[], { from, to }: Window): Ratio {
  return add(
    traces.map(({ answers, deliveries }) => ({
      sum: answers.filter(({ askedAt }) => askedAt >= from && askedAt < to).length,
      of: deliveries.filter(({ at }) => at >= from && at < to).length,
    })),
  );
}

/** Empty answers ÷ answers. */
export function emptyShare(traces: readonly Trace[], { from, to }: Window): Ratio {
  return add(
    traces.map(({ answers }) => {
      const within = answers.filter(({ at }) => at >= from && at < to);
      return { sum: within.filter(({ events }) => events === 0).length, of: within.length };
    }),
  );
}

/** Age of the newest event a client has: its integral ÷ time, and its peaks ÷ their number. */
export function ages(traces: readonly Trace[], { from, to }: Window): { mean: Ratio; peak: Ratio } {
  const clients = traces.map(({ deliveries }) => {
    let newest: number | undefined;
    let since = 0;
    let area = 0;
    let time = 0;
    let peaks = 0;
    let count = 0;
    for (const [i, { at, due }] of deliveries.entries()) {
      // Of events that come together only the last is new.
      if (deliveries[i + 1]?.at === at) continue;
      const start = Math.max(since, from);
      const end = Math.min(at, to);
      if (newest !== undefined && end > start) {
        area += ((end - newest) ** 2 - (start - newest) ** 2) / 2;
        time += end - start;
      }
      if (newest !== undefined && at >= from && at < to) {
        peaks += at - newest;
        count++;
      }
      newest = due;
      since = at;
    }
    return { mean: { sum: area, of: time }, peak: { sum: peaks, of: count } };
  });
  return { mean: add(clients.map(({ mean }) => mean)), peak: add(clients.map(({ peak }) => peak)) };
}
