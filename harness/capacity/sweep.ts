import type { Result } from "../../core/result.ts";
import { type Scenario, streamSpecOf, type TransportEntry } from "../../core/scenario.ts";
import { EventStream, streamHash } from "../../core/stream.ts";

/** What grows: how many clients, or how many events per second. */
export type By = "clients" | "rate";

/** One scenario at every point of a sweep, and the streams that its points carry. */
export class Sweep {
  readonly #scenario: Scenario;
  readonly #by: By;
  readonly #hashByRate = new Map<number, string>();
  readonly #streams: Result["streams"] = {};

  constructor(scenario: Scenario, entry: TransportEntry, by: By) {
    this.#scenario = { ...scenario, transports: [entry], repeat: 1, thresholds: [] };
    this.#by = by;
  }

  /** The scenario at a point, and the digest of its stream. */
  at(point: number): { readonly scenario: Scenario; readonly stream: string } {
    const { stream } = this.#scenario;
    const scenario =
      this.#by === "clients"
        ? { ...this.#scenario, clients: point }
        : { ...this.#scenario, stream: { ...stream, rate: point } };
    return { scenario, stream: this.#hashOf(scenario) };
  }

  /** The streams so far by digest, as the result carries them. */
  get streams(): Result["streams"] {
    return this.#streams;
  }

  #hashOf(scenario: Scenario): string {
    const { rate, payloadBytes } = scenario.stream;
    const known = this.#hashByRate.get(rate);
    if (known !== undefined) return known;
    const stream = new EventStream(streamSpecOf(scenario));
    const hash = streamHash(stream);
    let envelopeBytes = 0;
    for (let id = 1; id <= stream.events; id++) envelopeBytes += stream.lengthOf(id);
    this.#hashByRate.set(rate, hash);
    this.#streams[hash] = {
      events: stream.events,
      payloadBytes: stream.events * payloadBytes,
      envelopeBytes,
    };
    return hash;
  }
}
