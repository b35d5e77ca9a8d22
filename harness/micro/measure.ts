import { setImmediate as turn } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { BenchError } from "../../core/errors.ts";
import type { Milliseconds, Nanoseconds } from "../../core/units.ts";
import type { Side, Sides } from "./case.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** What one round measured of one operation. */
export interface Round {
  readonly ours: Nanoseconds;
  readonly reference: Nanoseconds;
}

/** Turns that each side gets: enough for quartiles, few enough that a turn outlasts a burst of noise. */
export const ROUNDS = 12;
/** Of a case's time, before any of it is measured: the compiler needs it. */
export const WARMUP_SHARE = 0.25;

/** Throws unless both sides make the same of the same input: how fast a wrong answer comes says nothing. */
export function checkSides(name: string, { ours, reference }: Sides): void {
  const differ = (what: string): BenchError =>
    new BenchError("INTERNAL", `${name}: ours and the reference differ in ${what}`);
  if (!isDeepStrictEqual(ours.answer(), reference.answer())) throw differ("their answers");
  if (ours.run() !== reference.run()) throw differ("their sums");
}

/**
 * Measures both sides in turns, first ours then theirs, then the other way round (ABBA…), so that a drift of the
 * machine hits both alike. Every batch's sum is compared with the first one's: what is not used need not be
 * computed, and compilers know. Ends early, with the rounds it has, when the signal says so.
 */
export async function measureSides(
  name: string,
  { operations, ours, reference }: Sides,
  { span, stopwatch, signal }: { span: Milliseconds; stopwatch: Stopwatch; signal: AbortSignal },
): Promise<readonly Round[]> {
  const sum = ours.run();
  const batch = (side: Side) => () => {
    if (side.run() !== sum)
      throw new BenchError("INTERNAL", `${name}: a batch gave another sum than the first`);
  };
  const ourBatch = batch(ours);
  const referenceBatch = batch(reference);
  const warmup = (span * WARMUP_SHARE) / 2;
  stopwatch(ourBatch, warmup);
  stopwatch(referenceBatch, warmup);

  const slice = span / (2 * ROUNDS);
  const rounds: Round[] = [];
  const time = (call: () => void): Nanoseconds => stopwatch(call, slice) / operations;
  while (rounds.length < ROUNDS) {
    // A turn of the event loop: signals come in, and what streams put off is done in nobody's time.
    await turn();
    if (signal.aborted) break;
    if (rounds.length % 2 === 0) {
      const first = time(ourBatch);
      rounds.push({ ours: first, reference: time(referenceBatch) });
    } else {
      const first = time(referenceBatch);
      rounds.push({ ours: time(ourBatch), reference: first });
    }
  }
  return rounds;
}
