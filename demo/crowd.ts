import type { Milliseconds } from "../core/units.ts";
import type { CrowdShape, PerLane } from "./child-messages.ts";
import { CROWD_CLIENTS, type CrowdClient } from "./crowd-client.ts";
import { DEFAULT_SETTINGS, LANES, type Lane } from "./protocol.ts";

/** The background clients of every lane: as many as are asked for. */
export class Crowd {
  readonly #urls: PerLane<string>;
  readonly #clients = new Map<Lane, CrowdClient[]>(LANES.map((lane) => [lane, []]));
  #pollIntervalMs: Milliseconds = DEFAULT_SETTINGS.pollIntervalMs;

  constructor(urls: PerLane<string>) {
    this.#urls = urls;
  }

  /**
   * Lets clients come or go until each lane has so many, and has them poll that often. Whoever comes begins after
   * `newest`.
   */
  shape({ clients: count, pollIntervalMs, newest }: Omit<CrowdShape, "link">): void {
    const repaced = pollIntervalMs !== this.#pollIntervalMs;
    this.#pollIntervalMs = pollIntervalMs;
    for (const [lane, clients] of this.#clients) {
      for (const client of clients.splice(count)) client.stop();
      if (repaced) for (const client of clients) client.repace?.();
      const options = { url: this.#urls[lane], after: newest, pollIntervalMs: () => this.#pollIntervalMs };
      while (clients.length < count) clients.push(CROWD_CLIENTS[lane](options));
    }
  }
}
