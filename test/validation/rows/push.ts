import { fanOutFit } from "../../../harness/fan-out.ts";
import { delayed } from "../lab.ts";
import { metricOf } from "../reading.ts";
import { atLeast, between, type Row } from "../row.ts";

const oneClient: Row = {
  id: "21",
  check: "push through a link of D = 25, one client: 25 ms (WebSocket; other push transports to come)",
  quick: true,
  seconds: 25,
  async run(lab) {
    const cell = await lab.measure({
      transport: "websocket",
      clients: 1,
      arrivals: "poisson",
      rate: 100,
      measureMs: lab.quick ? 2000 : 20_000,
      link: delayed(25),
    });
    const median = between("median latency", "ms", 25, 26.5, metricOf(cell, "latencyP50Ms"));
    // Of a few hundred events one hiccup of the host moves the mean.
    if (lab.quick) return [median];
    return [between("mean latency", "ms", 25, 26.5, metricOf(cell, "latencyMeanMs")), median];
  },
};

const fanOut: Row = {
  id: "22",
  check: "push to 1,000 clients: latency grows linearly with a client's place in the order of connecting",
  quick: true,
  seconds: 23,
  async run(lab) {
    const cell = await lab.measure({
      transport: "websocket",
      clients: 1000,
      arrivals: "periodic",
      rate: 5,
      measureMs: lab.quick ? 2000 : 20_000,
    });
    const fit = fanOutFit(cell.load);
    return [
      atLeast("share of the variance that the line explains (R²)", "", 0.9, fit?.rSquared ?? Number.NaN),
    ];
  },
};

export const PUSH_ROWS: readonly Row[] = [oneClient, fanOut];
