import type { Milliseconds } from "../core/units.ts";

/**
 * A share of all latencies: `at` and on top of it independent uniform spans, each from 0 to its width. Without
 * a span, a share of them is exactly `at`.
 */
export interface Part {
  readonly weight: number;
  readonly atMs: Milliseconds;
  readonly spansMs: readonly Milliseconds[];
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Mean of a mixture whose weights add up to 1. */
export function meanOf(parts: readonly Part[]): Milliseconds {
  return total(parts.map(({ weight, atMs, spansMs }) => weight * (atMs + total(spansMs) / 2)));
}

/** The least upper bound. */
export function maxOf(parts: readonly Part[]): Milliseconds {
  return Math.max(...parts.map(endOf));
}

const endOf = ({ atMs, spansMs }: Part): Milliseconds => atMs + total(spansMs);

/** The share of a mixture that is at most `limit`. */
export function shareWithin(parts: readonly Part[], limit: Milliseconds): number {
  return total(parts.map((part) => part.weight * partWithin(part, limit)));
}

/**
 * P(U₁ + … + Uₙ ≤ x) = Σ over subsets (−1)^|subset| (x − widths in the subset)₊ⁿ / (n!·Π widths): Feller, An
 * Introduction to Probability Theory II, I.9, for widths that differ.
 */
function partWithin({ atMs, spansMs }: Part, limit: Milliseconds): number {
  const x = limit - atMs;
  const sum = total(spansMs);
  if (x >= sum) return 1;
  if (x < 0) return 0;
  // A span that is nothing beside the others would only cost digits: its middle stands for it.
  const widths = spansMs.filter((width) => width > sum * 1e-6);
  const rest = x - (sum - total(widths)) / 2;
  let share = 0;
  for (let subset = 0; subset < 1 << widths.length; subset++) {
    const chosen = widths.filter((_, i) => (subset >> i) & 1);
    const term = Math.max(0, rest - total(chosen)) ** widths.length;
    share += chosen.length % 2 === 0 ? term : -term;
  }
  for (const [i, width] of widths.entries()) share /= (i + 1) * width;
  return Math.min(1, Math.max(0, share));
}

/** The least value that a share `q` (0 to 1) of a mixture does not exceed. */
export function quantileOf(parts: readonly Part[], q: number): Milliseconds {
  return bisect(Math.min(...parts.map(({ atMs }) => atMs)), maxOf(parts), (x) => shareWithin(parts, x) >= q);
}

/** The least value in [low, high] that is `enough`, to the last digits; `enough` holds from some value on. */
export function bisect(
  low: Milliseconds,
  high: Milliseconds,
  enough: (x: Milliseconds) => boolean,
): Milliseconds {
  if (enough(low)) return low;
  let below = low;
  let above = high;
  for (let step = 0; step < 60; step++) {
    const middle = (below + above) / 2;
    if (enough(middle)) above = middle;
    else below = middle;
  }
  return above;
}
