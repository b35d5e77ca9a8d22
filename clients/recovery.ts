import { Histogram, type HistogramData } from "../core/histogram.ts";
import type { Nanoseconds } from "../core/units.ts";
import type { Audit } from "./audit.ts";

/** What a client owes while it is not connected: more than it can have. */
const NOT_CONNECTED = 0xffff_ffff;

/**
 * How long outages last. One begins when a client loses its connection while none is open, and ends when every
 * client that lost its connection stands again and has every event that was due when it did.
 */
export class Recovery {
  readonly #audit: Pick<Audit, "hasUpTo">;
  /** By client: the id up to which it must have everything; 0 when it lost nothing. */
  readonly #owed: Uint32Array;
  readonly #spans = new Histogram();
  #began: Nanoseconds = 0;
  #reconnections = 0;
  /** Clients that are not connected or lack something; looked at for every event, so that none costs more. */
  owing = 0;

  constructor(clients: number, audit: Pick<Audit, "hasUpTo">) {
    this.#audit = audit;
    this.#owed = new Uint32Array(clients);
  }

  /** A client lost its connection. */
  lost(client: number, now: Nanoseconds): void {
    if (this.#owed[client] === 0 && this.owing++ === 0) this.#began = now;
    this.#owed[client] = NOT_CONNECTED;
  }

  /** A client that lost its connection stands again; `lastDue` is the newest id due by now, 0 for none. */
  reopened(client: number, lastDue: number, now: Nanoseconds): void {
    this.#reconnections++;
    this.#owed[client] = lastDue;
    if (this.#audit.hasUpTo(client, lastDue)) this.#settle(client, now);
  }

  /** A client received something. */
  arrived(client: number, now: Nanoseconds): void {
    const owed = this.#owed[client]!;
    // No stream has as many ids as one that is not connected owes.
    if (owed > 0 && this.#audit.hasUpTo(client, owed)) this.#settle(client, now);
  }

  #settle(client: number, now: Nanoseconds): void {
    this.#owed[client] = 0;
    if (--this.owing === 0) this.#spans.record(now - this.#began);
  }

  report(): { recoveries: HistogramData; reconnections: number; unrecovered: number } {
    return {
      recoveries: this.#spans.toData(),
      reconnections: this.#reconnections,
      unrecovered: this.owing === 0 ? 0 : 1,
    };
  }
}
