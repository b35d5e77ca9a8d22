import type { Milliseconds, Nanoseconds } from "../core/units.ts";

/** Rounds of one slice: some 2 ms, short enough that most are not interrupted by another process. */
export const SLICE_ROUNDS = 1_000_000;

/**
 * What one round of a loop costs whose every round waits for the one before it: a multiplication, a shift and two
 * exclusive ors on 32-bit integers, so that neither memory nor the length of pipelines counts. The fastest slice, since
 * whatever else runs can only slow one down.
 *
 * @param mostMs how long to try, in slices between which the event loop turns
 * @param turn ends when the loop may go on; rejects to end it
 */
export async function cpuNsPerRound(
  mostMs: Milliseconds,
  now: () => Milliseconds,
  turn: () => Promise<void>,
): Promise<Nanoseconds> {
  const from = now();
  let fastest = Number.POSITIVE_INFINITY;
  let seed = 1;
  do {
    const began = now();
    // Its result is the next one's seed: work that nobody uses may be left out.
    seed = rounds(seed, SLICE_ROUNDS);
    fastest = Math.min(fastest, now() - began);
    await turn();
  } while (now() - from < mostMs);
  return ((fastest * 1e6) / SLICE_ROUNDS) as Nanoseconds;
}

function rounds(seed: number, count: number): number {
  let h = seed | 0;
  for (let i = 0; i < count; i++) {
    h = Math.imul(h ^ i, 0x85ebca6b);
    h ^= h >>> 13;
  }
  return h;
}
