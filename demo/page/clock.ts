import type { Milliseconds } from "../../core/units.ts";

/** How far two clocks of one machine may drift apart, as a share of the time that passes. */
const DRIFT = 50e-6;
/** Exchanges remembered. */
const MEMORY = 64;

interface Exchange {
  readonly received: Milliseconds;
  readonly offset: Milliseconds;
  /** Half the round trip: the offset is off by no more. */
  readonly error: Milliseconds;
}

/**
 * The server's clock, as told by exchanges over the control channel. Of many the fastest is believed: the true
 * offset lies within half its round trip. It ages, because clocks drift.
 */
export class ServerClock {
  #exchanges: Exchange[] = [];

  /** Takes an exchange: asked and answered on the page's clock, and the server's own between them. */
  take(sent: Milliseconds, received: Milliseconds, at: Milliseconds): void {
    if (!(received >= sent) || !Number.isFinite(at)) return;
    const error = (received - sent) / 2;
    this.#exchanges.push({ received, offset: at - sent - error, error });
    if (this.#exchanges.length > MEMORY) this.#exchanges.shift();
  }

  get known(): boolean {
    return this.#exchanges.length > 0;
  }

  /** A moment of the page on the server's clock. */
  toServer(now: Milliseconds): Milliseconds {
    return now + (this.#best(now)?.offset ?? 0);
  }

  /** A moment of the server on the page's clock. */
  toPage(at: Milliseconds, now: Milliseconds): Milliseconds {
    return at - (this.#best(now)?.offset ?? 0);
  }

  /** By how much what this says of `now` may be wrong, either way. */
  uncertainty(now: Milliseconds): Milliseconds {
    const best = this.#best(now);
    return best === undefined ? Number.POSITIVE_INFINITY : errorAt(best, now);
  }

  #best(now: Milliseconds): Exchange | undefined {
    let best: Exchange | undefined;
    for (const exchange of this.#exchanges) {
      if (best === undefined || errorAt(exchange, now) < errorAt(best, now)) best = exchange;
    }
    return best;
  }
}

const errorAt = ({ error, received }: Exchange, now: Milliseconds): Milliseconds =>
  error + Math.max(0, now - received) * DRIFT;
