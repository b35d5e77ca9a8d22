import type { Result } from "../core/result.ts";
import { type Scenario, streamSpecOf, type TransportEntry } from "../core/scenario.ts";
import { EventStream, streamHash } from "../core/stream.ts";
import type { Milliseconds } from "../core/units.ts";
import { scheduleAge } from "./schedule-age.ts";

/** The streams that a scenario's entries carry, by digest: one, unless entries have rates of their own. */
export class Streams {
  readonly #scenario: Scenario;
  readonly #hashByRate = new Map<number, string>();
  readonly #ageByRate = new Map<number, Milliseconds | undefined>();
  readonly #described: Result["streams"] = {};

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    for (const entry of scenario.transports) this.#add(entry);
  }

  /** Digest of the stream that an entry carries. */
  hashOf(entry: TransportEntry): string {
    return this.#hashByRate.get(streamSpecOf(this.#scenario, entry).rate)!;
  }

  /** How old the newest event of an entry's stream is at its source, averaged over the window. */
  ageOf(entry: TransportEntry): Milliseconds | undefined {
    return this.#ageByRate.get(streamSpecOf(this.#scenario, entry).rate);
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
    this.#ageByRate.set(spec.rate, scheduleAge(stream, this.#scenario.phases));
    const payloadBytes = stream.events * spec.payloadBytes;
    this.#described[hash] = { events: stream.events, payloadBytes, envelopeBytes };
  }
}
