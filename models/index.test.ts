import { describe, expect, it } from "vitest";
import { TRANSPORT_NAMES } from "../core/transports.ts";
import { MODELS, type ModelInput, predict } from "./index.ts";
import { heldPoisson } from "./long-polling-poisson.ts";
import { BYTES, inputOf } from "./testing/input-of.ts";

const POLLING = { transport: "polling", arrivals: "poisson", rate: 1, intervalMs: 1000 } as const;
const LONG_POLLING = {
  transport: "long-polling",
  arrivals: "poisson",
  rate: 20,
  upMs: 25,
  downMs: 25,
  holdMs: 25_000,
} as const;
const WEBSOCKET = { transport: "websocket", arrivals: "poisson", rate: 4, upMs: 25, downMs: 25 } as const;

const codesOf = (input: ModelInput) => predict(input).failed.map(({ code }) => code);
const without = (input: ModelInput, ...names: (keyof ModelInput["measured"])[]): ModelInput => ({
  ...input,
  measured: { ...input.measured, ...Object.fromEntries(names.map((name) => [name, undefined])) },
});

it("every built-in transport has a model", () => {
  expect(Object.keys(MODELS).toSorted()).toEqual([...TRANSPORT_NAMES].toSorted());
});

describe("polling", () => {
  it("waits half an interval on average and a whole one at most, then S + D_d, without the way up", () => {
    const { metrics, failed } = predict(
      inputOf({ ...POLLING, upMs: 40, downMs: 25, serviceAfterMs: 3, baseMs: 2 }),
    );
    expect(failed).toEqual([]);
    expect(metrics.latencyMeanMs).toBeCloseTo(530, 9);
    expect(metrics.latencyP50Ms).toBeCloseTo(530, 9);
    expect(metrics.latencyP90Ms).toBeCloseTo(930, 9);
    expect(metrics.latencyP99Ms).toBeCloseTo(1020, 9);
    expect(metrics.latencyMaxMs).toBeCloseTo(1030, 9);
  });

  it("finds nothing 36.8 % of the time at one event an interval", () => {
    const { metrics } = predict(inputOf(POLLING));
    expect(metrics.emptyResponseRatio).toBeCloseTo(0.3679, 4);
    expect(metrics.requestsPerEvent).toBeCloseTo(1, 12);
  });

  it("finds nothing 1 − T/P of the time with a period, and never when that is shorter", () => {
    const at = (rate: number) => predict(inputOf({ ...POLLING, arrivals: "periodic", rate })).metrics;
    expect(at(0.25).emptyResponseRatio).toBeCloseTo(0.75, 12);
    expect(at(0.25).requestsPerEvent).toBeCloseTo(4, 12);
    expect(at(4).emptyResponseRatio).toBe(0);
  });

  it("costs [B_empty·e^(−λT) + B_full·(1 − e^(−λT))]/(λT) + item + separator", () => {
    const { metrics } = predict(inputOf({ ...POLLING, rate: 2 }));
    const empty = Math.exp(-2);
    const answers = (BYTES.emptyResponse * empty + BYTES.responseOverhead * (1 - empty)) / 2;
    expect(metrics.bytesUpPerEvent).toBeCloseTo(50, 9);
    expect(metrics.bytesDownPerEvent).toBeCloseTo(answers + 64 + 1, 9);
    expect(metrics.bytesPerEvent).toBeCloseTo(50 + answers + 65, 9);
  });

  it("asks 0.909 times a second with 1000 ms between an answer and the next request and R = 100", () => {
    const cell = { ...POLLING, fixedDelay: true, upMs: 50, downMs: 50 };
    const { metrics } = predict(inputOf(cell));
    expect(metrics.requestsPerEvent).toBeCloseTo(1 / 1.1, 9);
    expect(metrics.latencyMeanMs).toBeCloseTo(550 + 50, 9);
  });

  it("is 1000 old on average and 1500 at its peaks at 2 events/s", () => {
    const { metrics } = predict(inputOf({ ...POLLING, rate: 2, downMs: 20, serviceAfterMs: 3 }));
    expect(metrics.freshnessMeanMs).toBeCloseTo(1000 + 23, 9);
    expect(metrics.freshnessPeakMs).toBeCloseTo(1500 + 23, 9);
  });

  it("predicts the polls that really happen when answers outlast the interval, and says so", () => {
    const { metrics, failed } = predict(inputOf({ ...POLLING, intervalMs: 100, upMs: 110, downMs: 110 }));
    expect(metrics.requestsPerEvent).toBeCloseTo(1 / 0.3, 9);
    expect(failed).toEqual([
      {
        code: "POLL_OVERRUN",
        message:
          "polling every 100 ms needs answers within that, and they take 220 ms: polls are passed over, and the prediction is for one every 300 ms",
      },
    ]);
  });

  it("leaves out what needs the answer's time when that was not measured", () => {
    const fixedRate = predict(without(inputOf(POLLING), "answerMs"));
    expect(Object.keys(fixedRate.metrics).filter((name) => /latency|freshness/.test(name))).toEqual([]);
    expect(fixedRate.metrics.requestsPerEvent).toBeCloseTo(1, 12);
    expect(fixedRate.failed.map(({ code }) => code)).toEqual(["UNMEASURED"]);
    const fixedDelay = predict(without(inputOf({ ...POLLING, fixedDelay: true }), "answerMs"));
    expect(fixedDelay.metrics).toEqual({});
  });

  it("refuses an answer that took less than its request's way", () => {
    const input = inputOf({ ...POLLING, upMs: 40 });
    const { metrics, failed } = predict({ ...input, measured: { ...input.measured, answerMs: 30 } });
    expect(metrics.latencyMeanMs).toBeUndefined();
    expect(failed.map(({ code }) => code)).toEqual(["INCONSISTENT"]);
  });

  it("leaves bytes out when a cost was not seen, unless there is nothing to cost", () => {
    const input = inputOf({ ...POLLING, rate: 1 });
    const bytes = { ...BYTES, emptyResponse: undefined };
    expect(predict({ ...input, bytes }).metrics.bytesPerEvent).toBeUndefined();
    expect(codesOf({ ...input, bytes })).toEqual(["UNMEASURED"]);
    // One poll in 22,000 finds nothing.
    expect(codesOf({ ...input, rate: 10, bytes })).toEqual([]);
  });
});

describe("long polling", () => {
  it("takes 43.3 ms, 0.731 requests an event and 26.9 % direct at D = 25 and 20 events/s", () => {
    const { metrics } = predict(inputOf(LONG_POLLING));
    expect(metrics.latencyMeanMs).toBeCloseTo(43.28, 2);
    expect(metrics.requestsPerEvent).toBeCloseTo(0.7311, 4);
    expect(metrics.latencyMaxMs).toBeCloseTo(75, 9);
    expect(heldPoisson(0.02, 50, 25_000).waits[0]?.weight).toBeCloseTo(0.2689, 4);
  });

  it("has quantiles of D_d up to the direct share, then of D_d + U(0, G)", () => {
    const { metrics } = predict(inputOf({ ...LONG_POLLING, rate: 4 }));
    // λG = 0.2: p0 = e^−0.2/(0.2 + e^−0.2) = 0.8037.
    expect(metrics.latencyP50Ms).toBe(25);
    expect(metrics.latencyP90Ms).toBeCloseTo(25 + (50 * (0.9 - 0.8037)) / (1 - 0.8037), 2);
  });

  it("is polling at T = G when events crowd: 20 requests/s and 50 ms at 1000 events/s", () => {
    const { metrics } = predict(inputOf({ ...LONG_POLLING, rate: 1000 }));
    expect((metrics.requestsPerEvent ?? 0) * 1000).toBeCloseTo(20, 9);
    expect(metrics.latencyMeanMs).toBeCloseTo(50, 9);
  });

  // The period is 250: the round trip is shorter, then longer.
  it.each([
    [110, 110, 1],
    [140, 280, 250 / 280],
  ])(
    "falls off the cliff: a delay of %d gives %d ms and %d requests an event",
    (delay, latency, requests) => {
      const cell = { ...LONG_POLLING, arrivals: "periodic", rate: 4, upMs: delay, downMs: delay } as const;
      const { metrics } = predict(inputOf(cell));
      expect(metrics.latencyMeanMs).toBeCloseTo(latency, 9);
      expect(metrics.requestsPerEvent).toBeCloseTo(requests, 9);
      expect(metrics.emptyResponseRatio).toBe(0);
    },
  );

  it("asks 0.5 times a second when nothing comes and a hold lasts 2 s", () => {
    const { metrics } = predict(inputOf({ ...LONG_POLLING, rate: 1e-6, upMs: 0, downMs: 0, holdMs: 2000 }));
    expect((metrics.requestsPerEvent ?? 0) * 1e-6).toBeCloseTo(0.5, 5);
    expect(metrics.emptyResponseRatio).toBeCloseTo(1, 6);
  });

  it("adds c(N + 1)/2 to what held requests bring", () => {
    const cell = { ...LONG_POLLING, arrivals: "periodic", rate: 4, clients: 99, sendMs: 0.1 } as const;
    expect(predict(inputOf(cell)).metrics.latencyMeanMs).toBeCloseTo(25 + 5, 9);
    expect(predict(inputOf(cell)).metrics.latencyMaxMs).toBeCloseTo(25 + 9.9, 9);
  });

  it("predicts nothing where jitter decides which side of the cliff it is on", () => {
    const cell = { ...LONG_POLLING, arrivals: "periodic", rate: 4, jitterMs: 10 } as const;
    const near = inputOf({ ...cell, upMs: 120, downMs: 120 });
    expect(predict(near).metrics).toEqual({});
    expect(codesOf(near)).toEqual(["NEAR_CLIFF"]);
    expect(codesOf(inputOf({ ...cell, upMs: 110, downMs: 110 }))).toEqual([]);
  });

  it("takes the link's round trip for an answer's time where every answer waited", () => {
    const input = inputOf({ ...LONG_POLLING, arrivals: "periodic", rate: 4 });
    const { metrics, failed } = predict(without(input, "answerMs"));
    expect(metrics.latencyMeanMs).toBeCloseTo(25, 9);
    expect(failed.map(({ message }) => message)).toEqual([
      "no answer came without waiting for an event, so its time is taken as the link's round trip, 50 ms",
    ]);
    expect(predict(without(input, "answerMs", "reaskMs"))).toMatchObject({
      metrics: {},
      failed: [{ code: "UNMEASURED" }],
    });
  });

  it("leaves latency out of a fan-out whose cost is unknown or more than the server has time for", () => {
    const many = { ...LONG_POLLING, clients: 100 };
    expect(codesOf(inputOf(many))).toEqual(["UNMEASURED"]);
    const overloaded = predict(inputOf({ ...many, sendMs: 1 }));
    expect(overloaded.failed.map(({ code }) => code)).toEqual(["OVERLOAD"]);
    expect(overloaded.metrics.latencyMeanMs).toBeUndefined();
    expect(overloaded.metrics.requestsPerEvent).toBeCloseTo(0.7311, 4);
  });

  it("predicts nothing where a short hold drifts past the events' period", () => {
    // G + H = 110, P = 112: rest 2, and 98 to the next request, which a hold of 10 does not bridge.
    const cell = {
      ...LONG_POLLING,
      arrivals: "periodic",
      rate: 1000 / 112,
      upMs: 50,
      downMs: 50,
      holdMs: 10,
    } as const;
    expect(predict(inputOf(cell))).toMatchObject({ metrics: {}, failed: [{ code: "HOLD_TOO_SHORT" }] });
  });
});

describe("websocket", () => {
  it("takes one way down and two round trips to open", () => {
    const { metrics, failed } = predict(inputOf(WEBSOCKET));
    expect(failed).toEqual([]);
    expect(metrics).toEqual({
      latencyMeanMs: 25,
      latencyP50Ms: 25,
      latencyP90Ms: 25,
      latencyP99Ms: 25,
      latencyMaxMs: 25,
      freshnessMeanMs: 275,
      freshnessPeakMs: 275,
      requestsPerEvent: 0,
      bytesPerEvent: 65,
      bytesUpPerEvent: 0,
      bytesDownPerEvent: 65,
      connectP50Ms: 100,
    });
  });

  it("predicts no time to open where there is no link", () => {
    expect(predict(inputOf({ ...WEBSOCKET, upMs: 0, downMs: 0 })).metrics.connectP50Ms).toBeUndefined();
  });

  it("is P/2 and P old with a period", () => {
    const { metrics } = predict(inputOf({ ...WEBSOCKET, arrivals: "periodic" }));
    expect(metrics.freshnessMeanMs).toBeCloseTo(125 + 25, 9);
    expect(metrics.freshnessPeakMs).toBeCloseTo(250 + 25, 9);
  });

  it("adds c(N + 1)/2 in a fan-out, and ρNc/(2(1 − ρ)) of queue for Poisson events", () => {
    const cell = { ...WEBSOCKET, rate: 5, clients: 999, sendMs: 0.1 } as const;
    const queue = (0.4995 * 99.9) / (2 * (1 - 0.4995));
    expect(predict(inputOf({ ...cell, arrivals: "periodic" })).metrics.latencyMeanMs).toBeCloseTo(75, 9);
    expect(predict(inputOf(cell)).metrics.latencyMeanMs).toBeCloseTo(75 + queue, 9);
    expect(predict(inputOf(cell)).metrics.latencyMaxMs).toBeUndefined();
  });

  it("adds the wait in the load worker unless the fan-out's slope has it", () => {
    const input = inputOf({ ...WEBSOCKET, arrivals: "periodic", sendMs: 0, baseMs: 1 });
    const measured = { ...input.measured, clientWaitMs: 3 };
    expect(predict({ ...input, measured }).metrics.latencyMeanMs).toBe(29);
    expect(predict({ ...input, clients: 2, measured }).metrics.latencyMeanMs).toBe(26);
  });

  it.each([
    ["a fan-out of unknown cost", { clients: 2 }, "UNMEASURED"],
    ["fan-outs that take longer than events are apart", { clients: 1000, sendMs: 0.25 }, "OVERLOAD"],
    ["jitter wider than events are apart", { jitterMs: 130 }, "JITTER_ORDER"],
  ])("leaves latency and freshness out with %s, and keeps the bytes", (_name, change, code) => {
    const { metrics, failed } = predict(inputOf({ ...WEBSOCKET, ...change }));
    expect(failed.map((failure) => failure.code)).toEqual([code]);
    expect(Object.keys(metrics).filter((name) => /latency|freshness/.test(name))).toEqual([]);
    expect(metrics.bytesPerEvent).toBe(65);
  });

  it("leaves only quantiles out where the queue is nearly full", () => {
    const { metrics, failed } = predict(inputOf({ ...WEBSOCKET, clients: 1000, sendMs: 0.225 }));
    expect(failed.map(({ code }) => code)).toEqual(["OVERLOAD"]);
    expect(metrics.latencyP99Ms).toBeUndefined();
    expect(metrics.latencyMeanMs).toBeGreaterThan(25 + 112);
  });
});

it("polling is T/2 + S older than push at any rate and with any arrivals", () => {
  for (const arrivals of ["poisson", "periodic"] as const) {
    for (const rate of [0.2, 1.7, 30]) {
      const polled = predict(
        inputOf({ ...POLLING, arrivals, rate, upMs: 25, downMs: 25, serviceAfterMs: 2 }),
      );
      const pushed = predict(inputOf({ ...WEBSOCKET, arrivals, rate }));
      const penalty = (polled.metrics.freshnessMeanMs ?? 0) - (pushed.metrics.freshnessMeanMs ?? 0);
      expect(penalty).toBeCloseTo(500 + 2, 9);
    }
  }
});

it.each([
  [{ ...inputOf(POLLING), rate: 0 }, "rate as a number above 0, not 0"],
  [{ ...inputOf(POLLING), params: {} }, "intervalMs as a number above 0, not undefined"],
  [{ ...inputOf(LONG_POLLING), params: { holdMs: "1s" } }, "holdMs as a number above 0, not 1s"],
  [{ ...inputOf(POLLING), clients: Number.NaN }, "clients as a number above 0, not NaN"],
  [{ ...inputOf(POLLING), upMs: -1 }, "upMs as a number 0 or more, not -1"],
  [{ ...inputOf(POLLING), measured: { baseMs: Number.NaN } }, "baseMs as a number 0 or more, not NaN"],
])("refuses a quantity that no cell has: case %#", (input, message) => {
  expect(() => predict(input)).toThrow(message);
});
