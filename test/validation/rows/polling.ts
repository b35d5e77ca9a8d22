import type { Lab, Measured } from "../lab.ts";
import { delayed } from "../lab.ts";
import {
  deviationOf,
  distanceFromUniform,
  metricOf,
  parametersOf,
  realisedRate,
  samplesOf,
  scheduleOf,
} from "../reading.ts";
import { polledSchedule } from "../realised.ts";
import { atMost, exactly, type Line, type Row, withinShare, withinSpan } from "../row.ts";

const INTERVAL_MS = 1000;

/** When an answer reaches its client after the poll was due: S + D_d. */
function lagOf(measured: Measured): number {
  const { answerMs, upMs } = parametersOf(measured);
  return answerMs - upMs;
}

/** Latency is a uniform part of the interval, then the answer: T/2 + S + D_d on average. */
const uniform: Row = {
  id: "11",
  check: "polling at a fixed rate, Poisson: mean T/2 + S + D_d, uniform over the interval",
  quick: true,
  seconds: 25,
  async run(lab) {
    const T = INTERVAL_MS;
    const cell = await uniformCell(lab);
    const { baseMs } = parametersOf(cell);
    const offset = baseMs + lagOf(cell);
    const samples = samplesOf(cell);
    const line = withinShare("mean latency", "ms", T / 2 + offset, metricOf(cell, "latencyMeanMs"), 0.05);
    if (lab.quick) return [line];
    const distance = distanceFromUniform(samples, offset, T + offset);
    return [
      line,
      atMost(
        `distance from uniform (KS), ${samples.length} samples`,
        "",
        1.63 / Math.sqrt(samples.length),
        distance,
      ),
    ];
  },
};

const tail: Row = {
  id: "12",
  check: "the same: p99 0.99 T + S + D_d, maximum at most T + S + D_d",
  quick: true,
  seconds: 1,
  async run(lab) {
    const T = INTERVAL_MS;
    const cell = await uniformCell(lab);
    const { baseMs } = parametersOf(cell);
    const offset = baseMs + lagOf(cell);
    return [
      withinShare("p99", "ms", 0.99 * T + offset, metricOf(cell, "latencyP99Ms"), 0.01),
      atMost("maximum", "ms", T + offset + 20, metricOf(cell, "latencyMaxMs")),
    ];
  },
};

// Rows 11 and 12 read the same cell.
const uniformCells = new WeakMap<Lab, Promise<Measured>>();
function uniformCell(lab: Lab): Promise<Measured> {
  const known = uniformCells.get(lab);
  if (known !== undefined) return known;
  const cell = lab.measure({
    transport: "polling",
    params: { intervalMs: INTERVAL_MS },
    clients: 100,
    arrivals: "poisson",
    rate: 60,
    measureMs: lab.quick ? 4000 : 20_000,
    samples: true,
  });
  uniformCells.set(lab, cell);
  return cell;
}

/** Events and polls of one period: every event waits equally long, and which long is chance. */
const phaseLocked: Row = {
  id: "13",
  check: "polling with T = P, one client: one constant wait, and the warning PHASE_LOCKED",
  quick: false,
  seconds: 18,
  async run(lab) {
    const cell = await lab.measure({
      transport: "polling",
      params: { intervalMs: 200 },
      clients: 1,
      arrivals: "periodic",
      rate: 5,
      measureMs: 15_000,
      samples: true,
    });
    const warned = cell.cell.verdict.warnings.some(({ code }) => code === "PHASE_LOCKED");
    return [
      atMost("standard deviation of the wait", "ms", 5, deviationOf(waitsOf(samplesOf(cell), 200))),
      exactly("the verdict warns", "", "PHASE_LOCKED", warned ? "PHASE_LOCKED" : "nothing"),
    ];
  },
};

/** A wait near 0 and one near T are the same phase: brings them to one side. */
function waitsOf(samples: readonly number[], interval: number): number[] {
  const first = samples[0] ?? 0;
  return samples.map((wait) => wait - interval * Math.round((wait - first) / interval));
}

const emptyShare: Row = {
  id: "14",
  check: "polling with λT = 1: 36.8 % of answers empty, one request per interval",
  quick: true,
  seconds: 64,
  async run(lab) {
    // The short suite polls five times as often: the same forms at a fifth of the time.
    const T = lab.quick ? 200 : INTERVAL_MS;
    const clients = 100;
    const cell = await lab.measure({
      transport: "polling",
      params: { intervalMs: T },
      clients,
      arrivals: "poisson",
      rate: 1000 / T,
      measureMs: lab.quick ? 4000 : 60_000,
    });
    const { due, window } = scheduleOf(cell);
    const expected = polledSchedule(due, T, window, 0);
    // Three standard errors are passed by chance once in 370 runs: too often for a test that runs every day.
    const errors = lab.quick ? 5 : 3;
    const slots = (window[1] - window[0]) / T;
    const closed = Math.exp(-1);
    const measured = metricOf(cell, "emptyResponseRatio");
    const perSecond = (cell.load.window.requests / clients / (window[1] - window[0])) * 1000;
    return [
      withinSpan(
        "empty share, by these due times",
        "",
        expected.emptyShare,
        measured,
        (errors * expected.emptyShareDeviation) / Math.sqrt(clients),
      ),
      withinSpan(
        "empty share, by the rate: 1/e",
        "",
        closed,
        measured,
        3 * Math.sqrt((closed * (1 - closed)) / slots),
      ),
      withinShare("requests of a client", "/s", 1000 / T, perSecond, 0.005),
    ];
  },
};

/** A pause after the answer instead of a fixed rate: the interval becomes T + R + S. */
const fixedDelay: Row = {
  id: "15",
  check: "polling with a fixed delay, R = 100, T = 1000: 0.909 requests/s, mean 550 + D_d",
  quick: false,
  seconds: 36,
  async run(lab) {
    const clients = 100;
    const cell = await lab.measure({
      transport: "polling",
      params: { intervalMs: 1000, pacing: "fixed-delay" },
      clients,
      arrivals: "poisson",
      rate: 20,
      measureMs: 30_000,
      warmupMs: 2000,
      link: delayed(50),
    });
    const { baseMs, downMs } = parametersOf(cell);
    const perSecond = cell.load.window.requests / clients / 30;
    return [
      withinShare("requests of a client", "/s", 1 / 1.1, perSecond, 0.01),
      withinShare("mean latency", "ms", 550 + downMs + baseMs, metricOf(cell, "latencyMeanMs"), 0.05),
    ];
  },
};

const freshness: Row = {
  id: "16",
  check: "freshness of polling, λ = 2/s, T = 1000: mean T/2 + 1/λ + S + D_d, peak T + 1/λ + S + D_d",
  quick: false,
  seconds: 66,
  async run(lab) {
    const cell = await lab.measure({
      transport: "polling",
      params: { intervalMs: 1000 },
      clients: 100,
      arrivals: "poisson",
      rate: 2,
      measureMs: 60_000,
      warmupMs: 4000,
    });
    const { due, window } = scheduleOf(cell);
    const lag = lagOf(cell);
    const expected = polledSchedule(due, 1000, window, lag);
    const lines: Line[] = [
      withinShare(
        "mean age, by these due times",
        "ms",
        expected.ageMs,
        metricOf(cell, "freshnessMeanMs"),
        0.05,
      ),
      withinShare(
        "mean peak age, by these due times",
        "ms",
        expected.peakMs,
        metricOf(cell, "freshnessPeakMs"),
        0.05,
      ),
    ];
    // The closed forms hold for the mean of many schedules: with n events the mean gap is known to 1/√n.
    const spread = 2 / Math.sqrt(realisedRate(cell) * 60);
    return [
      ...lines,
      withinShare(
        "mean age, by the rate",
        "ms",
        1000 + lag,
        metricOf(cell, "freshnessMeanMs"),
        0.05 + spread,
      ),
      withinShare(
        "mean peak age, by the rate",
        "ms",
        1500 + lag,
        metricOf(cell, "freshnessPeakMs"),
        0.05 + spread,
      ),
    ];
  },
};

export const POLLING_ROWS: readonly Row[] = [uniform, tail, phaseLocked, emptyShare, fixedDelay, freshness];
