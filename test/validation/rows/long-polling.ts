import { delayed, type Lab, type Measured } from "../lab.ts";
import { metricOf, parametersOf, realisedRate, shareUpTo } from "../reading.ts";
import { exactly, type Row, withinShare, withinSpan } from "../row.ts";

/** From an answer's leaving the server until the next request is there: R + g + S, all measured. */
const gapOf = (cell: Measured): number => metricOf(cell, "answerMeanMs") + metricOf(cell, "reaskMeanMs");

const HOLD = { holdMs: 25_000 };

/**
 * Poisson events at rate λ meet a request that is held (a share p0 = e^(−λG)(1 − e^(−λH))/den) or the gap
 * between two, with den = λG + e^(−λG)(1 − e^(−λH)).
 */
function poissonForms(cell: Measured) {
  const G = gapOf(cell);
  const lambda = realisedRate(cell) / 1000;
  const held = Math.exp(-lambda * G) * (1 - Math.exp(-lambda * HOLD.holdMs));
  const den = lambda * G + held;
  return { G, lambda, den, direct: held / den };
}

const poisson: Row = {
  id: "17",
  check: "long polling, D = 25, λ = 20/s: 43.3 ms, 0.731 requests per event, 26.9 % direct",
  quick: false,
  seconds: 66,
  async run(lab) {
    const cell = await lab.measure({
      transport: "long-polling",
      params: HOLD,
      clients: 30,
      arrivals: "poisson",
      rate: 20,
      measureMs: 60_000,
      link: delayed(25),
    });
    const { G, lambda, den, direct } = poissonForms(cell);
    const { baseMs, downMs } = parametersOf(cell);
    // Who waited is spread evenly over G: so many of them lie within `near` of the direct ones.
    const near = 3;
    const within = direct + (1 - direct) * (near / G);
    return [
      withinShare(
        "mean latency",
        "ms",
        downMs + baseMs + ((G / 2) * lambda * G) / den,
        metricOf(cell, "latencyMeanMs"),
        0.05,
      ),
      withinShare("requests per event", "", 1 / den, metricOf(cell, "requestsPerEvent"), 0.03),
      withinSpan(
        `share up to D_d + ${near} ms: direct ones (${(direct * 100).toFixed(1)} %) and a few more`,
        "",
        within,
        shareUpTo(cell, downMs + baseMs + near),
        0.04,
      ),
    ];
  },
};

const saturated: Row = {
  id: "18",
  check: "long polling, D = 25, λ = 1000/s: 20 requests/s, mean 50 ms, as polling at T = G",
  quick: false,
  seconds: 46,
  async run(lab) {
    const clients = 10;
    const setup = { clients, arrivals: "poisson", rate: 1000, measureMs: 20_000, link: delayed(25) } as const;
    const cell = await lab.measure({ transport: "long-polling", params: HOLD, ...setup });
    const G = gapOf(cell);
    const { baseMs, downMs } = parametersOf(cell);
    const perSecond = cell.load.window.requests / clients / 20;
    // Polling cannot ask faster than it is answered: the next whole millisecond above G.
    const T = Math.ceil(G) + 1;
    const polled = await lab.measure({ transport: "polling", params: { intervalMs: T }, ...setup });
    const answer = parametersOf(polled);
    return [
      withinShare("requests of a client: 1/G", "/s", 1000 / G, perSecond, 0.05),
      withinShare(
        "mean latency: D_d + G/2",
        "ms",
        downMs + baseMs + G / 2,
        metricOf(cell, "latencyMeanMs"),
        0.05,
      ),
      withinShare(
        `polling at T = ${T} ms: T/2 + S + D_d`,
        "ms",
        T / 2 + answer.answerMs - answer.upMs + answer.baseMs,
        metricOf(polled, "latencyMeanMs"),
        0.05,
      ),
      withinShare(
        "mean latency of long polling against that polling's, less half of T − G",
        "ms",
        metricOf(polled, "latencyMeanMs") - (T - G) / 2,
        metricOf(cell, "latencyMeanMs"),
        0.05,
      ),
    ];
  },
};

/** Once the round trip passes the period, no request waits when an event comes: the mean doubles. */
const cliff: Row = {
  id: "19",
  check: "the long-polling cliff, P = 250: D = 110 gives 110 ms, D = 140 gives 280 ms",
  quick: false,
  seconds: 48,
  async run(lab) {
    const at = async (delay: number) =>
      lab.measure({
        transport: "long-polling",
        params: HOLD,
        // Enough samples, and few enough clients that the last of them is told within a millisecond.
        clients: 20,
        arrivals: "periodic",
        rate: 4,
        measureMs: 20_000,
        warmupMs: 2000,
        link: delayed(delay),
      });
    const [before, after] = [await at(110), await at(140)];
    const forms = after.cell.prediction?.metrics.latencyMeanMs ?? Number.NaN;
    return [
      withinShare("mean latency at D = 110", "ms", 110, metricOf(before, "latencyMeanMs"), 0.03),
      withinShare("mean latency at D = 140", "ms", 280, metricOf(after, "latencyMeanMs"), 0.03),
      withinShare(
        "the same against the prediction in the result",
        "ms",
        forms,
        metricOf(after, "latencyMeanMs"),
        0.03,
      ),
      withinShare("requests per event at D = 110", "", 1, metricOf(before, "requestsPerEvent"), 0.03),
      withinShare(
        "requests per event at D = 140: P/G",
        "",
        250 / gapOf(after),
        metricOf(after, "requestsPerEvent"),
        0.03,
      ),
    ];
  },
};

const idle: Row = {
  id: "20",
  check:
    "idle long polling, H = 2 s: 0.5 requests/s, all empty; an event racing the end of the hold arrives once",
  quick: false,
  seconds: 46,
  async run(lab) {
    const clients = 100;
    const silent = await lab.measure({
      transport: "long-polling",
      params: { holdMs: 2000 },
      clients,
      arrivals: "poisson",
      // No event falls into half a minute at this rate; that none is due is what the verdict then says.
      rate: 1e-6,
      measureMs: 20_000,
      expectInvalid: true,
    });
    const { requests, responses, emptyResponses } = silent.load.window;
    // Each race is run by all clients at once: so few that the worker keeps up with them.
    const racing = await raced(lab, 40);
    const { expected, delivered, duplicated } = racing.load.audit;
    return [
      withinShare("requests of a client", "/s", 0.5, requests / clients / 20, 0.02),
      exactly("answers without an event", "", responses, emptyResponses),
      exactly("events racing the end of the hold: delivered", "", expected, delivered),
      exactly("delivered twice", "", 0, duplicated),
    ];
  },
};

/** Events as far apart as a hold lasts: each falls due when the requests that wait for it run out. */
const raced = (lab: Lab, clients: number): Promise<Measured> =>
  lab.measure({
    transport: "long-polling",
    params: { holdMs: 500 },
    clients,
    arrivals: "periodic",
    rate: 2,
    measureMs: 20_000,
  });

export const LONG_POLLING_ROWS: readonly Row[] = [poisson, saturated, cliff, idle];
