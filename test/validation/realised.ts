import type { Milliseconds } from "../../core/units.ts";

/** What clients that poll a given schedule at a fixed rate see, averaged over every phase they can have. */
export interface PolledSchedule {
  /** Share of answers without an event: its mean, and how much it differs between phases (standard deviation). */
  readonly emptyShare: number;
  readonly emptyShareDeviation: number;
  /** Age of the newest event known, time average, and its mean just before something newer arrives. */
  readonly ageMs: Milliseconds;
  readonly peakMs: Milliseconds;
}

const PHASES = 500;

/**
 * Walks through the polls of a window one by one, for many phases. A short run has the events it has: what it
 * must show follows from their due times and not from the rate they were drawn with.
 *
 * @param due due times in ms, ascending; the window is [from, to); each answer takes `lagMs` to arrive
 */
export function polledSchedule(
  due: readonly Milliseconds[],
  intervalMs: Milliseconds,
  [from, to]: readonly [Milliseconds, Milliseconds],
  lagMs: Milliseconds,
): PolledSchedule {
  const shares: number[] = [];
  let age = 0;
  let span = 0;
  let peaks = 0;
  let peakSum = 0;
  for (let phase = 0; phase < PHASES; phase++) {
    let next = 0;
    let known: number | undefined;
    let polls = 0;
    let empty = 0;
    let since = from;
    for (let poll = ((phase + 0.5) / PHASES) * intervalMs; poll < to; poll += intervalMs) {
      const before = next;
      while (next < due.length && due[next]! <= poll) next++;
      const arrival = poll + lagMs;
      if (poll >= from) {
        polls++;
        if (next === before) empty++;
      }
      if (next === before) continue;
      if (known !== undefined && arrival >= from && arrival < to) {
        const start = Math.max(since, from);
        age += areaOfAge(known, start, arrival);
        span += arrival - start;
        peaks++;
        peakSum += arrival - known;
      }
      known = due[next - 1]!;
      since = arrival;
    }
    if (known !== undefined && since < to) {
      const start = Math.max(since, from);
      age += areaOfAge(known, start, to);
      span += to - start;
    }
    shares.push(empty / polls);
  }
  const mean = shares.reduce((sum, share) => sum + share, 0) / PHASES;
  const variance = shares.reduce((sum, share) => sum + (share - mean) ** 2, 0) / PHASES;
  return {
    emptyShare: mean,
    emptyShareDeviation: Math.sqrt(variance),
    ageMs: age / span,
    peakMs: peakSum / peaks,
  };
}

/** The integral of `t − due` from one moment to another. */
const areaOfAge = (due: number, start: number, end: number): number =>
  ((end - due) ** 2 - (start - due) ** 2) / 2;
