/** With fewer values no interval between two of them is sure to 95 %. */
export const INTERVAL_VALUES = 6;
/** How sure an interval is at least. */
const CONFIDENCE = 0.95;

/** The middle of some values, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/**
 * The narrowest interval from one value to its mirror image in order that holds the median of what the values
 * were drawn from with at least 95 %, whatever its distribution (sign test; Thompson 1936). `undefined` for
 * fewer than 6 values. Of 6 it is the smallest to the largest (96.9 %).
 */
export function medianInterval(values: readonly number[]): { low: number; high: number } | undefined {
  const n = values.length;
  if (n < INTERVAL_VALUES) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  // Leaves out `rank` values on each side while fewer than that lie beyond the median rarely enough.
  let rank = 0;
  let binomial = 0.5 ** n;
  for (let tail = binomial; 2 * tail <= 1 - CONFIDENCE; tail += binomial) {
    rank++;
    binomial *= (n - rank + 1) / rank;
  }
  return { low: sorted[rank - 1]!, high: sorted[n - rank]! };
}
