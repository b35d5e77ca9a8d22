import { describe, expect, it } from "vitest";
import type { MetricName } from "../core/metrics.ts";
import { predict } from "./index.ts";
import { QUANTILES } from "./latency.ts";
import { ages, type Estimate, emptyShare, estimate, perEvent, requestsPerEvent } from "./testing/estimate.ts";
import { inputOf } from "./testing/input-of.ts";
import { type SimulatedCell, simulate, type Trace } from "./testing/simulate.ts";

// Runs are independent, each with its own seed: their spread gives the standard error, and a prediction may be
// four of them off (1 in 16,000 by chance). Seeds are fixed, so a row passes always or never.
const RUNS = 40;
const ERRORS = 4;
/** Due times are whole ns, and over a thousand cycles that adds up. */
const ROUNDING = 1e-4;

interface Row {
  readonly name: string;
  readonly cell: SimulatedCell;
  /** Events of one run. */
  readonly events?: number;
  /** Events until the first phase is forgotten, beyond what 3 s hold. */
  readonly settle?: number;
  /** Metrics in which the closed form is an approximation, and how far off it may be, relatively. */
  readonly within?: Partial<Record<MetricName, number>>;
}

const polling = { transport: "polling", upMs: 20, downMs: 30, serviceAfterMs: 2 } as const;
const longPolling = { transport: "long-polling", upMs: 25, downMs: 25, holdMs: 25_000 } as const;
const websocket = { transport: "websocket", upMs: 25, downMs: 25 } as const;

const ROWS: readonly Row[] = [
  // Polling with Poisson events, from mostly empty to mostly full answers.
  ...[0.1, 0.5, 1, 3, 10].map((perPoll) => ({
    name: `polling, Poisson, λT = ${perPoll}`,
    cell: { ...polling, arrivals: "poisson", rate: perPoll, intervalMs: 1000, baseMs: 0.7 } as const,
  })),
  // Periods longer and shorter than the interval, in no small ratio to it.
  ...[0.313, 1.711, 7.317].map((rate) => ({
    name: `polling, periodic, T/P = ${rate}`,
    cell: { ...polling, arrivals: "periodic", rate, intervalMs: 1000 } as const,
  })),
  // The interval counts from the answer: T + R + S.
  ...(["poisson", "periodic"] as const).map((arrivals) => ({
    name: `polling, fixed delay, ${arrivals}`,
    cell: { ...polling, arrivals, rate: 3.17, intervalMs: 300, fixedDelay: true } as const,
  })),
  // Answers that take 2.6 intervals: every third tick asks.
  {
    name: "polling that overruns its interval",
    cell: { ...polling, arrivals: "poisson", rate: 9, intervalMs: 20 },
  },
  // Jitter changes the gaps between polls and the way of the answers.
  {
    name: "polling with jitter",
    cell: { ...polling, arrivals: "poisson", rate: 9, intervalMs: 250, jitterMs: 20 },
  },
  // Long polling with Poisson events: nearly all direct to nearly all buffered.
  ...[0.05, 0.3, 1, 3, 20].map((perGap) => ({
    name: `long polling, Poisson, λG = ${perGap}`,
    cell: {
      ...longPolling,
      arrivals: "poisson",
      rate: (perGap * 1000) / 55,
      serviceBeforeMs: 1,
      reaskMs: 4,
      baseMs: 0.7,
    } as const,
  })),
  // Holds that end before events come.
  ...[0.4, 2, 8].map((rate) => ({
    name: `long polling, Poisson, short hold, ${rate} events/s`,
    cell: { ...longPolling, arrivals: "poisson", rate, holdMs: 150 } as const,
  })),
  // The cliff: the period is 250, the round trip 220, 280 or far beyond.
  ...[110, 140, 533].map((delay) => ({
    name: `long polling, periodic, delay ${delay}`,
    cell: {
      ...longPolling,
      arrivals: "periodic",
      rate: 4,
      upMs: delay,
      downMs: delay,
      reaskMs: 0.317,
    } as const,
  })),
  // Empty answers between periodic events, the next event falling into a hold.
  {
    name: "long polling, periodic, two empty answers an event",
    cell: { ...longPolling, arrivals: "periodic", rate: 2, holdMs: 150 },
  },
  // … and between two: G + H = 200, P = 630, rest 30, so waits are 0, 20 and 40.
  {
    name: "long polling, periodic, drifting against the hold",
    cell: { ...longPolling, arrivals: "periodic", rate: 1000 / 630, holdMs: 150 },
    // The window does not hold whole cycles of three.
    within: { requestsPerEvent: 0.001 },
  },
  {
    name: "long polling, periodic, drifting slowly",
    cell: { ...longPolling, arrivals: "periodic", rate: 1000 / 249.83, holdMs: 150 },
    events: 2000,
    settle: 300,
    // … nor whole ones of 300.
    within: {
      requestsPerEvent: 0.001,
      latencyMeanMs: 0.01,
      latencyP50Ms: 0.02,
      latencyP90Ms: 0.02,
      latencyP99Ms: 0.02,
      freshnessMeanMs: 0.01,
      freshnessPeakMs: 0.01,
    },
  },
  // Twenty clients answered one after the other.
  {
    name: "long polling, fan-out",
    cell: { ...longPolling, arrivals: "poisson", rate: 4, clients: 20, sendMs: 0.1 },
    events: 200,
    // An answer late in the fan-out moves that client's next request, which the closed form leaves out.
    within: { latencyMeanMs: 0.003, latencyP50Ms: 0.005, requestsPerEvent: 0.003 },
  },
  {
    name: "long polling with jitter",
    cell: { ...longPolling, arrivals: "poisson", rate: 20, jitterMs: 10 },
    within: { latencyMeanMs: 0.001, latencyP99Ms: 0.002 },
  },
  // Push.
  ...(["poisson", "periodic"] as const).map((arrivals) => ({
    name: `push to one client, ${arrivals}`,
    cell: { ...websocket, arrivals, rate: 10, baseMs: 0.7 } as const,
  })),
  {
    name: "push with jitter",
    cell: { ...websocket, arrivals: "periodic", rate: 10, jitterMs: 20 },
  },
  {
    name: "push to 50 clients, periodic",
    cell: { ...websocket, arrivals: "periodic", rate: 10, clients: 50, sendMs: 0.2 },
    events: 100,
    within: { latencyP50Ms: 0.005, latencyP90Ms: 0.005, latencyP99Ms: 0.005 },
  },
  // Fan-outs that take 5, 40 and 70 % of the time, and the queue before them.
  ...[0.05, 0.4, 0.7].map((busy) => ({
    name: `push to 10 clients, Poisson, ρ = ${busy}`,
    cell: { ...websocket, arrivals: "poisson", rate: busy * 50, clients: 10, sendMs: 2 } as const,
    events: 1200,
    within: { latencyP50Ms: 0.03, latencyP90Ms: 0.02, latencyP99Ms: 0.02 },
  })),
  {
    name: "push to 20 clients with jitter",
    cell: { ...websocket, arrivals: "poisson", rate: 25, clients: 20, sendMs: 0.5, jitterMs: 3 },
    // Keeping the order adds λj²/6 to the mean.
    within: { latencyMeanMs: 0.002, latencyP50Ms: 0.01, latencyP90Ms: 0.01, latencyP99Ms: 0.01 },
  },
];

describe.each(ROWS)("$name", ({ cell, events = 400, settle = 0, within = {} }) => {
  const { metrics, failed } = predict(inputOf(cell));
  const spanMs = (events / cell.rate) * 1000 + 6000;
  const window = { from: 3000 + (settle / cell.rate) * 1000, to: spanMs - 3000 };
  const runs = Array.from({ length: RUNS }, (_, i) => simulate(cell, i + 1, spanMs));
  const slack = (name: MetricName, value: number) => (within[name] ?? 0) * Math.abs(value) + ROUNDING;

  const compare = (name: MetricName, measured: Estimate) => {
    const predicted = metrics[name] ?? Number.NaN;
    expect(Math.abs(measured.value - predicted), `${name}: ${predicted} for ${measured.value}`).toBeLessThan(
      ERRORS * measured.error + slack(name, measured.value),
    );
    // A comparison that could not fail would prove nothing.
    expect(measured.error, `standard error of ${name}`).toBeLessThan(0.02 * Math.max(measured.value, 0.05));
  };
  const over = (of: (run: readonly Trace[]) => { sum: number; of: number }) => estimate(runs.map(of));

  it("predicts the mean, the largest latency and the age", () => {
    compare(
      "latencyMeanMs",
      over((run) => perEvent(run, window, (latency) => latency)),
    );
    compare(
      "freshnessMeanMs",
      over((run) => ages(run, window).mean),
    );
    compare(
      "freshnessPeakMs",
      over((run) => ages(run, window).peak),
    );
    const beyond = over((run) =>
      perEvent(run, window, (latency) => (latency > (metrics.latencyMaxMs ?? Infinity) + ROUNDING ? 1 : 0)),
    );
    expect(beyond.value).toBe(0);
  });

  it.each(QUANTILES)("predicts the quantile %d", (q, name) => {
    const predicted = metrics[name] ?? Number.NaN;
    const allowed = slack(name, predicted);
    // At most q below it, at least q up to it: also where many latencies are the same.
    const below = over((run) => perEvent(run, window, (latency) => (latency < predicted - allowed ? 1 : 0)));
    const upTo = over((run) => perEvent(run, window, (latency) => (latency <= predicted + allowed ? 1 : 0)));
    expect(below.value).toBeLessThanOrEqual(q + ERRORS * below.error + 1e-9);
    expect(upTo.value).toBeGreaterThanOrEqual(q - ERRORS * upTo.error - 1e-9);
  });

  it("predicts requests and empty answers", () => {
    if (cell.transport === "websocket") {
      expect(metrics.requestsPerEvent).toBe(0);
      return;
    }
    compare(
      "requestsPerEvent",
      over((run) => requestsPerEvent(run, window)),
    );
    const empty = over((run) => emptyShare(run, window));
    expect(Math.abs(empty.value - (metrics.emptyResponseRatio ?? Number.NaN))).toBeLessThan(
      ERRORS * empty.error + 1e-4,
    );
  });

  it("says so only where an assumption fails", () => {
    expect(failed.map(({ code }) => code)).toEqual(cell.intervalMs === 20 ? ["POLL_OVERRUN"] : []);
  });
});
