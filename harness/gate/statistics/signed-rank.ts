/**
 * Wilcoxon's signed-rank statistic of n pairs without a difference between them: the sum of a random subset of
 * the ranks 1 to n, each in it with probability ½.
 */

/** Above this the number of subsets is no exact integer any more, and nobody runs so many pairs. */
export const MOST_PAIRS = 52;

/** Counted once for each n: the gate asks for the same few again and again. */
const counted = new Map<number, Float64Array>();

/** How many of the 2ⁿ subsets have each sum, from 0 to n(n + 1)/2. Throws a `RangeError` for n above 52. */
function subsetsBySum(n: number): Float64Array {
  const known = counted.get(n);
  if (known !== undefined) return known;
  if (!(Number.isInteger(n) && n >= 1 && n <= MOST_PAIRS)) {
    throw new RangeError(`the signed-rank distribution is for 1 to ${MOST_PAIRS} pairs, not ${n}`);
  }
  const subsets = new Float64Array((n * (n + 1)) / 2 + 1);
  subsets[0] = 1;
  let largest = 0;
  for (let rank = 1; rank <= n; rank++) {
    largest += rank;
    // From the top, so that each rank is taken once.
    for (let sum = largest; sum >= rank; sum--) subsets[sum]! += subsets[sum - rank]!;
  }
  counted.set(n, subsets);
  return subsets;
}

/** The probability that the statistic of n pairs is at most w. */
export function signedRankProbability(w: number, n: number): number {
  const subsets = subsetsBySum(n);
  let count = 0;
  for (let sum = 0; sum <= Math.min(w, subsets.length - 1); sum++) count += subsets[sum]!;
  return count / 2 ** n;
}

/** The smallest w for which the statistic of n pairs is at most w with probability p or more. */
export function signedRankQuantile(p: number, n: number): number {
  const subsets = subsetsBySum(n);
  const enough = p * 2 ** n;
  let count = 0;
  for (let sum = 0; sum < subsets.length; sum++) {
    count += subsets[sum]!;
    if (count >= enough) return sum;
  }
  return subsets.length - 1;
}
