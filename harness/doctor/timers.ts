import { type Milliseconds, NANOS_PER_MILLI, type Nanoseconds } from "../../core/units.ts";
import { type Spread, spreadOf } from "./spread.ts";

/** How often a timer, or a sleep, is tried, */
const TIMERS = 120;
const SLEEPS = 200;
/** unless they are so late that this much time is gone. */
const MOST_MS: Milliseconds = 600;
/** What sleeps ask for, in turn: the last stretches before a deadline, as the publisher sleeps them. */
const SLEEP_SPANS: readonly Nanoseconds[] = [0.5, 1, 1.5].map((ms) => ms * NANOS_PER_MILLI);
const LONGEST_TIMER_MS: Milliseconds = 5;

/** How late timers of 1 to 5 ms are, in turn. `undefined` when the signal came before the first. */
export async function timerLateness(
  now: () => Milliseconds,
  later: (ms: Milliseconds, then: () => void) => void,
  signal: AbortSignal,
): Promise<Spread | undefined> {
  const from = now();
  const late: Milliseconds[] = [];
  while (late.length < TIMERS && now() - from < MOST_MS && !signal.aborted) {
    const ms = 1 + (late.length % LONGEST_TIMER_MS);
    const asked = now();
    await new Promise<void>((resolve) => later(ms, resolve));
    late.push(now() - asked - ms);
  }
  return spreadOf(late);
}

/** How much longer than asked for a blocking sleep takes. */
export function sleepOvershoot(
  now: () => Milliseconds,
  block: (ns: Nanoseconds) => void,
): Spread | undefined {
  const from = now();
  const over: Milliseconds[] = [];
  while (over.length < SLEEPS && now() - from < MOST_MS) {
    const ns = SLEEP_SPANS[over.length % SLEEP_SPANS.length]!;
    const asked = now();
    block(ns);
    over.push(now() - asked - ns / NANOS_PER_MILLI);
  }
  return spreadOf(over);
}
