import { type Milliseconds, type Nanoseconds, nsToMs } from "../../core/units.ts";

/** One question to another process: when it was sent, what moment the other read, when the answer was here. */
export interface Exchange {
  readonly sent: Nanoseconds;
  readonly theirs: Nanoseconds;
  readonly received: Nanoseconds;
}

/** What exchanges say about the clocks of two processes. */
export interface Agreement {
  readonly exchanges: number;
  /** Exchanges in which the other process read a moment before the question or after the answer. */
  readonly outside: number;
  /** The clocks differ by no more than this, as far as exchanges can tell. */
  readonly withinMs: Milliseconds;
}

/** Each process pairs two readings of the clock when it starts; they are taken at most this far apart. */
const PAIRING: Nanoseconds = 1000;

/**
 * Whether two processes read the same clock. The other's moment lies between question and answer, so each exchange
 * bounds how far ahead it is: from `theirs − received` to `theirs − sent`. All bounds together hold what they share.
 */
export function agreementOf(exchanges: readonly Exchange[]): Agreement | undefined {
  if (exchanges.length === 0) return undefined;
  const least = Math.max(...exchanges.map(({ theirs, received }) => theirs - received));
  const most = Math.min(...exchanges.map(({ theirs, sent }) => theirs - sent));
  const outside = exchanges.filter(
    ({ sent, theirs, received }) => theirs < sent - PAIRING || theirs > received + PAIRING,
  ).length;
  return {
    exchanges: exchanges.length,
    outside,
    withinMs: nsToMs(Math.max(Math.abs(least), Math.abs(most))),
  };
}
