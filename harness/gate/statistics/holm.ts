/** What each side of the gate's intervals leaves out: the p-value below which chance is not believed. */
export const ERROR_SHARE = 0.025;

/**
 * P-values of a family of tests, raised so that comparing each with one share keeps the probability of a false
 * alarm *anywhere in the family* below that share, however the tests depend on each other. The smallest is
 * multiplied by the number of tests, the next by one less, and so on; none becomes smaller than the one before it
 * or larger than 1 (Holm 1979; `p.adjust(method = "holm")` in R).
 *
 * @returns in the order of `chances`
 */
export function holm(chances: readonly number[]): number[] {
  const adjusted = new Array<number>(chances.length);
  let least = 0;
  const order = chances.map((_, i) => i).sort((a, b) => chances[a]! - chances[b]!);
  for (const [place, i] of order.entries()) {
    least = Math.max(least, Math.min(1, (chances.length - place) * chances[i]!));
    adjusted[i] = least;
  }
  return adjusted;
}

/**
 * The fewest pairs with which a test in a family can fail at all: of that many, all on one side are less likely
 * than the share that the family leaves to its first. 6 for one test, 10 for a family of 24.
 */
export function fewestPairsIn(family: number): number {
  let pairs = 1;
  while (family * 0.5 ** pairs >= ERROR_SHARE) pairs++;
  return pairs;
}
