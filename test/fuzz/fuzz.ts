import { random } from "../../core/random.ts";
import { installAllocationCounter } from "./allocations.ts";
import { endsWithin } from "./bounded.ts";
import type { Agreement, Finding, Input, Target } from "./target.ts";

/** What to run. */
export interface FuzzOptions {
  readonly seed: number;
  /** The first input's number; 0 when absent. */
  readonly from?: number;
  /** How many inputs. */
  readonly count: number;
  /** Stops earlier when this much time went by. */
  readonly seconds?: number;
  /** Every how many inputs the slow reference is asked too. */
  readonly sampleEvery: number;
  /** When an endless loop is cut off; far more than any batch of inputs takes when absent. */
  readonly limitMs?: number;
  /** Called a few times a second. */
  readonly progress?: (tally: Tally) => void;
}

/** What a run has done so far. */
export interface Tally {
  inputs: number;
  accepted: number;
  refused: number;
  sampled: number;
  bytes: number;
  seconds: number;
  /** The input that took longest, and how long. */
  slowest: { index: number; milliseconds: number };
}

/** How a run ended: with nothing found, or with the first input on which something is wrong. */
export interface FuzzResult {
  readonly tally: Tally;
  readonly failure?: { readonly index: number; readonly input: Input; readonly finding: Finding };
}

/** Inputs read between two looks at the clock. */
const BATCH = 256;
/** A batch takes some 20 ms; an endless loop in it is cut off after this time. */
const BATCH_LIMIT_MS = 20_000;
/** One input may take this long, on a busy machine; most take less than 0.1 ms. */
export const INPUT_LIMIT_MS = 1_000;

/** Reads seeded inputs until something is wrong, or enough were read. */
export async function fuzz<I extends Input>(target: Target<I>, options: FuzzOptions): Promise<FuzzResult> {
  const { seed, count, from = 0, seconds = Number.POSITIVE_INFINITY, sampleEvery } = options;
  const limitMs = options.limitMs ?? BATCH_LIMIT_MS;
  const started = performance.now();
  const tally: Tally = {
    inputs: 0,
    accepted: 0,
    refused: 0,
    sampled: 0,
    bytes: 0,
    seconds: 0,
    slowest: { index: from, milliseconds: 0 },
  };
  const uninstall = installAllocationCounter();
  try {
    let told = started;
    for (let index = from; index < from + count && tally.seconds < seconds; ) {
      const to = Math.min(from + count, index + BATCH);
      let at = index;
      let input: I | undefined;
      let outcome: Finding | Agreement = "accepted";
      const samples: [number, I][] = [];
      const ended = endsWithin(limitMs, () => {
        for (at = index; at < to; at++) {
          const before = performance.now();
          input = target.generate(random(seed, target.name, at));
          outcome = checked(target, input);
          if (typeof outcome === "object") return;
          const took = performance.now() - before;
          if (took > INPUT_LIMIT_MS && isSlow(target, input)) {
            outcome = {
              what: "it is slow",
              ours: `${Math.round(took)} ms`,
              expected: `${INPUT_LIMIT_MS} ms`,
            };
            return;
          }
          tallyInput(tally, at, input, outcome, took);
          if (at % sampleEvery === 0) samples.push([at, input]);
        }
      });
      if (!ended) outcome = { what: "it hangs", ours: `no end after ${limitMs} ms`, expected: "an end" };
      if (typeof outcome === "object" && input)
        return { tally, failure: { index: at, input, finding: outcome } };
      for (const [sampleIndex, sample] of samples) {
        const finding = await target.sample(sample);
        if (finding) return { tally, failure: { index: sampleIndex, input: sample, finding } };
        tally.sampled++;
      }
      index = to;
      const now = performance.now();
      tally.seconds = (now - started) / 1000;
      if (now - told > 500) {
        told = now;
        options.progress?.(tally);
      }
    }
    return { tally };
  } finally {
    uninstall();
  }
}

/** Checks an input; a fault in a reader is a finding too. */
export function checked<I extends Input>(target: Target<I>, input: I): Finding | Agreement {
  try {
    return target.check(input);
  } catch (error) {
    return { what: "it throws where it must not", ours: String(error), expected: "no error" };
  }
}

/** Whether the input takes long again: the machine may have been busy elsewhere. */
function isSlow<I extends Input>(target: Target<I>, input: I): boolean {
  const before = performance.now();
  target.check(input);
  return performance.now() - before > INPUT_LIMIT_MS;
}

function tallyInput(tally: Tally, index: number, input: Input, agreement: Agreement, took: number): void {
  tally.inputs++;
  tally[agreement]++;
  tally.bytes += input.text.length;
  if (took > tally.slowest.milliseconds) tally.slowest = { index, milliseconds: took };
}
