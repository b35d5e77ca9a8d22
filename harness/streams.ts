import type { Result } from "../core/result.ts";
import { type Scenario, streamSpecOf, type TransportEntry } from "../core/scenario.ts";
import { EventStream, streamHash } from "../core/stream.ts";

/** The streams that a scenario's entries carry, by digest: one, unless entries have rates of their own. */
export class Streams {
  readonly #scenario: Scenario;
  readonly #hashByRate = new Map<number, string>();
  readonly #described: Result["streams"] = {};

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    for (const entry of scenario.transports) this.#add(entry);
  }

  /** Digest of the stream that an entry carries. */
  hashOf(entry: TransportEntry): string {
    return this.#hashByRate.get(streamSpecOf(this.#scenario, entry).rate)!;
  }

  /** Each stream's size, as the result carries it. */
  describe(): Result["streams"] {
    return this.#described;
  }

  #add(entry: TransportEntry): void {
    const spec = streamSpecOf(this.#scenario, entry);
    if (this.#hashByRate.has(spec.rate)) return;
    const stream = new EventStream(spec);
    const hash = streamHash(stream);
    let envelopeBytes = 0;
    for (let id = 1; id <= stream.events; id++) envelopeBytes += stream.lengthOf(id);
    this.#hashByRate.set(spec.rate, hash);
    const payloadBytes = stream.events * spec.payloadBytes;
    this.#described[hash] = { events: stream.events, payloadBytes, envelopeBytes };
  }
}
