import { Histogram } from "../core/histogram.ts";
import type { LoadReport } from "../core/messages.ts";
import type { EventStream } from "../core/stream.ts";
import type { Nanoseconds } from "../core/units.ts";
import type { Exchanges } from "./exchanges.ts";
import { FanOut } from "./fan-out.ts";
import { Freshness } from "./freshness.ts";
import type { LoadClock } from "./load-clock.ts";
import { Samples } from "./samples.ts";

type Report = Pick<
  LoadReport,
  | "latency"
  | "negativeLatencies"
  | "pollWait"
  | "clientWait"
  | "freshness"
  | "fanOut"
  | "samples"
  | "firstId"
  | "wait"
>;

/**
 * When events came: how late, what of that was waiting, and how old it left what a client knows. Latency and
 * its parts are of the events due in the window, whenever they arrive.
 */
export class EventTimes {
  readonly #stream: EventStream;
  readonly #clock: LoadClock;
  readonly #exchanges: Exchanges;
  readonly #latency = new Histogram();
  readonly #pollWait = new Histogram();
  readonly #wait = new Histogram();
  readonly #freshness: Freshness;
  readonly #fanOut: FanOut;
  readonly #samples: Samples | undefined;
  #start: Nanoseconds = Number.NaN;
  #from: Nanoseconds = Number.POSITIVE_INFINITY;
  #to: Nanoseconds = Number.POSITIVE_INFINITY;
  #firstId = 0;
  #endId = 0;
  #clientWait: Nanoseconds = 0;
  #negative = 0;

  constructor(
    stream: EventStream,
    clients: number,
    clock: LoadClock,
    exchanges: Exchanges,
    keepSamples: boolean,
  ) {
    this.#stream = stream;
    this.#clock = clock;
    this.#exchanges = exchanges;
    this.#freshness = new Freshness(clients);
    this.#fanOut = new FanOut(clients);
    this.#samples = keepSamples ? new Samples(clients) : undefined;
  }

  /** The stream starts at `start`; the window is [from, to), its events are ids [firstId, endId). */
  setWindow(start: Nanoseconds, from: Nanoseconds, to: Nanoseconds, firstId: number, endId: number): void {
    this.#start = start;
    this.#from = from;
    this.#to = to;
    this.#firstId = firstId;
    this.#endId = endId;
    this.#freshness.setWindow(from, to);
    this.#samples?.setWindow(firstId, endId);
  }

  /** A client got an event for the first time. Returns its latency; NaN before the stream was started. */
  delivered(client: number, id: number): Nanoseconds {
    const { now, turnStart } = this.#clock;
    const due = this.#start + this.#stream.dueOf(id);
    const latency = now - due;
    // NaN, an event before the stream was started, is as impossible as a negative latency.
    if (Number.isNaN(latency)) {
      this.#negative++;
      return latency;
    }
    if (now >= this.#from && now < this.#to) this.#wait.record(now - turnStart);
    this.#freshness.arrived(client, due, now);
    const requestedAt = this.#exchanges.requestOf(client);
    if (requestedAt > due) this.#exchanges.buffered();
    if (id < this.#firstId || id >= this.#endId) return latency;
    if (latency < 0) {
      this.#negative++;
      return latency;
    }
    this.#latency.record(latency);
    if (requestedAt > due) this.#pollWait.record(requestedAt - due);
    this.#clientWait += now - Math.max(turnStart, due, requestedAt);
    this.#fanOut.add(client, latency);
    this.#samples?.add(client, id, latency);
    return latency;
  }

  /** The newest id due by now; 0 for none, or before the stream was started. */
  lastDue(now: Nanoseconds): number {
    return this.#stream.firstDueFrom(now - this.#start) - 1;
  }

  /** What was measured until now, with each client's place in the order of connecting. Call it once. */
  report(placeOf: (client: number) => number): Report {
    return {
      latency: this.#latency.toData(),
      negativeLatencies: this.#negative,
      pollWait: this.#pollWait.toData(),
      clientWait: this.#clientWait,
      freshness: this.#freshness.finish(this.#clock.now),
      fanOut: this.#fanOut.report(placeOf),
      ...this.#samples?.report(),
      wait: this.#wait.toData(),
    };
  }
}
