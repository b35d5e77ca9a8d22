import type { Milliseconds } from "../../core/units.ts";
import type { Spread } from "./spread.ts";

/** The publisher sets its timer for this long before a deadline (`servers/emitter.ts`): a timer may be so late. */
const TIMER_SLACK_MS: Milliseconds = 2;
/** The most that the publisher closes by spinning after a sleep (`servers/emitter.ts`). */
const SPIN_MS: Milliseconds = 0.2;

/** How late a publisher would emit because of late timers. */
export const slipOfTimers = (latenessMs: Milliseconds): Milliseconds =>
  Math.max(0, latenessMs - TIMER_SLACK_MS);

/** How late a publisher would emit because of sleeps that take too long. */
export const slipOfSleep = (overshootMs: Milliseconds): Milliseconds => Math.max(0, overshootMs - SPIN_MS);

/** The publisher's slip at the 99th percentile, as far as timers and sleeps tell; `undefined` without both. */
export function slipP99(timers: Spread | undefined, sleep: Spread | undefined): Milliseconds | undefined {
  if (timers === undefined || sleep === undefined) return undefined;
  return Math.max(slipOfTimers(timers.p99Ms), slipOfSleep(sleep.p99Ms));
}
