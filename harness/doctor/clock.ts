import { type Milliseconds, NANOS_PER_MILLI } from "../../core/units.ts";
import type { ClockReading } from "./readings.ts";

/** How often the clock is read, */
const READS = 1_000_000;
/** unless it is slow: then until this much time is gone, looked at every so many reads. */
const MOST_MS: Milliseconds = 250;
const CHUNK = 10_000;

/**
 * What reading the clock costs, its smallest step, and whether it ever goes back.
 *
 * @param now what runs read: milliseconds that should only grow
 * @param hrtime the other way to read the same clock
 */
export function readClock(
  now: () => Milliseconds = () => performance.now(),
  hrtime: () => bigint = () => process.hrtime.bigint(),
): ClockReading {
  const from = now();
  let last = from;
  let step = Number.POSITIVE_INFINITY;
  let backwards = 0;
  let reads = 0;
  while (reads < READS && last - from < MOST_MS) {
    for (let i = 0; i < CHUNK; i++) {
      const moment = now();
      if (moment < last) backwards++;
      else if (moment > last) step = Math.min(step, moment - last);
      last = moment;
    }
    reads += CHUNK;
  }
  const readNs = ((last - from) * NANOS_PER_MILLI) / reads;

  const start = now();
  for (let i = 0; i < CHUNK; i++) hrtime();
  const hrtimeReadNs = ((now() - start) * NANOS_PER_MILLI) / CHUNK;
  // A double holds milliseconds since the process started to well below a nanosecond: what is left is noise.
  const stepNs = Math.round(step * NANOS_PER_MILLI);
  return { reads, readNs, hrtimeReadNs, backwards, ...(Number.isFinite(step) ? { stepNs } : {}) };
}
