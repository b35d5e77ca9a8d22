import type { Random } from "../../core/random.ts";

/** One of a few. */
export function pick<T>(source: Random, choices: readonly T[]): T {
  return choices[source.below(choices.length)]!;
}

/** Whether a thing that happens `times` in a hundred happens now. */
export function percent(source: Random, times: number): boolean {
  return source.below(100) < times;
}

// Around the limits that inputs are read under, here and in the other grammar.
const LIMITS = [9, 10, 11, 39, 40, 41, 129, 130, 131, 999, 1000, 1001] as const;

/** A size: mostly small, sometimes beyond what a buffer starts with, seldom beyond what one keeps. */
export function someSize(source: Random): number {
  const kind = source.below(2_000);
  if (kind === 0) return 15_000 + source.below(60_000);
  if (kind < 30) return 400 + source.below(2_000);
  if (kind < 500) return 60 + source.below(140);
  return kind < 600 ? pick(source, LIMITS) : source.below(24);
}

/** Where to cut: nowhere, after every byte, or at a few places, some of them equal. */
export function someCuts(source: Random, length: number): number[] {
  const kind = source.below(10);
  if (kind === 0 || length < 2) return [];
  if (kind < 3 && length < 400) return Array.from({ length: length - 1 }, (_, i) => i + 1);
  const cuts = Array.from({ length: 1 + source.below(7) }, () => source.below(length + 1));
  return cuts.sort((a, b) => a - b);
}
