import { CAPS } from "./protocol.ts";

/** Events that each lane's clients take at a time: the most that may be fired at once, to the largest crowd. */
const FULL = CAPS.fireEvents.max * costOf(1, CAPS.clients.max);

/**
 * How many events may still be fired: a bucket that refills at the highest rate there is, so that firing again and
 * again is no way around it. Where many clients take each event, it counts for more.
 */
export class FireBudget {
  #left = FULL;
  #at = 0;

  /** Takes events from it at a moment, in ms; false where there is not enough left for all of them. */
  take(events: number, clients: number, at: number): boolean {
    this.#left = Math.min(FULL, this.#left + ((at - this.#at) / 1000) * CAPS.rate.max);
    this.#at = at;
    const cost = costOf(events, clients);
    if (cost > this.#left) return false;
    this.#left -= cost;
    return true;
  }
}

/** What events to so many clients count for, in events at the highest rate. */
function costOf(events: number, clients: number): number {
  return events * Math.max(1, (clients * CAPS.rate.max) / CAPS.deliveriesPerSecond);
}
