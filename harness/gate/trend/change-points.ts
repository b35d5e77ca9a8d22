import { type Random, random } from "../../../core/random.ts";
import { median } from "../../median.ts";

/** A level of a series that lasts until the next change. */
export interface ChangePoint {
  /** The place of the first value of the new level. */
  readonly at: number;
  /** Medians of the level before it and of the one from it on. */
  readonly before: number;
  readonly after: number;
}

/** A level holds at least this long: one bad night is none, nor are two. */
export const SHORTEST_LEVEL = 3;
/** Of the longest series only the last values are looked at: the work grows with the square. */
export const MOST_VALUES = 200;
/** How often a series in which nothing changes is said to have changed. */
export const FALSE_ALARMS = 0.01;
/** Orders that chance gives the values, with the one there is: the least that resolves that share well. */
const ORDERS = 1000;

/**
 * Where the level of a series changes, in order.
 *
 * Circular binary segmentation (Olshen, Venkatraman, Lucito, Wigler 2004, Biostatistics 5(4), 557–572) on ranks: of all
 * stretches, the one whose ranks differ most from the rest's is a level of its own, if by chance at most
 * `FALSE_ALARMS` of the orders of the same values show one as different; then what lies before, in and after it is
 * looked at in the same way. A stretch rather than a single cut, so that a level that came and went is not hidden.
 * Ranks, so that a wild night counts as one night. The orders are drawn with a fixed seed: the same series has the same
 * change points everywhere.
 *
 * Values have to be independent of each other but for the levels; a slow drift becomes steps.
 */
export function changePoints(values: readonly number[]): readonly ChangePoint[] {
  const skipped = Math.max(0, values.length - MOST_VALUES);
  const recent = values.slice(skipped);
  const cuts = cutsIn(recent).toSorted((a, b) => a - b);
  return cuts.map((cut, i) => ({
    at: skipped + cut,
    before: median(recent.slice(cuts[i - 1] ?? 0, cut)),
    after: median(recent.slice(cut, cuts[i + 1])),
  }));
}

function cutsIn(values: readonly number[]): readonly number[] {
  const ranks = centredRanks(values);
  const stretch = standingOut(ranks);
  if (stretch === undefined || !isUnlikely(ranks, stretch.by, outstanding)) return [];
  const { from, to } = stretch;
  // The end that chance gave a stretch that has only one: each has to part what lies on its sides.
  const cuts = [
    ...(from > 0 && differ(values.slice(0, from), values.slice(from, to)) ? [from] : []),
    ...(to < values.length && differ(values.slice(from, to), values.slice(to)) ? [to] : []),
  ];
  if (cuts.length === 0) return [];
  const edges = [0, ...cuts, values.length];
  return [
    ...cuts,
    ...edges.slice(1).flatMap((end, i) => cutsIn(values.slice(edges[i], end)).map((cut) => edges[i]! + cut)),
  ];
}

interface Stretch {
  /** First place of it, and first place after it. */
  readonly from: number;
  readonly to: number;
  /** By how many standard deviations of random orders its sum of ranks differs from what is expected. */
  readonly by: number;
}

/** The stretch that stands out most; none where there is no room for two levels, or all values are the same. */
function standingOut(ranks: Float64Array): Stretch | undefined {
  const n = ranks.length;
  const squares = ranks.reduce((sum, rank) => sum + rank * rank, 0);
  if (n < 2 * SHORTEST_LEVEL || squares === 0) return undefined;
  const sums = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) sums[i + 1] = sums[i]! + ranks[i]!;
  // Of drawing without replacement: exact with ties, too.
  const scale = Float64Array.from({ length: n }, (_, m) =>
    Math.sqrt((n * (n - 1)) / (m * (n - m) * squares)),
  );
  let best: Stretch | undefined;
  for (let from = 0; from <= n - SHORTEST_LEVEL; from = Math.max(from + 1, SHORTEST_LEVEL)) {
    for (let to = from + SHORTEST_LEVEL; to <= n; to++) {
      const rest = n - to;
      if ((rest > 0 && rest < SHORTEST_LEVEL) || to - from === n) continue;
      const by = Math.abs(sums[to]! - sums[from]!) * scale[to - from]!;
      if (by > (best?.by ?? 0)) best = { from, to, by };
    }
  }
  return best;
}

const outstanding = (ranks: Float64Array): number => standingOut(ranks)?.by ?? 0;

/** Whether chance gives these ranks an order in which something is that large in at most the share of false alarms. */
function isUnlikely(ranks: Float64Array, size: number, of: (ranks: Float64Array) => number): boolean {
  const source = random(1, "orders of a series", ranks.length);
  const order = ranks.slice();
  const most = FALSE_ALARMS * ORDERS;
  // The order there is counts as one of them; a little less, so that rounding does not part equal sums.
  for (let tried = 1, asLarge = 1; tried < ORDERS; tried++) {
    shuffle(order, source);
    if (of(order) >= size * (1 - 1e-9)) asLarge++;
    if (asLarge > most) return false;
  }
  return true;
}

/** Whether two levels differ more than chance would have it: the rank-sum test, by the same random orders. */
function differ(a: readonly number[], b: readonly number[]): boolean {
  const ranks = centredRanks([...a, ...b]);
  const sum = (order: Float64Array): number =>
    Math.abs(order.subarray(0, a.length).reduce((x, y) => x + y, 0));
  return isUnlikely(ranks, sum(ranks), sum);
}

/** Ranks less their mean; equal values share the mean of theirs. */
function centredRanks(values: readonly number[]): Float64Array {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    let last = first;
    while (last + 1 < order.length && values[order[last + 1]!] === values[order[first]!]) last++;
    for (let i = first; i <= last; i++) ranks[order[i]!] = (first + last) / 2 - (order.length - 1) / 2;
    first = last + 1;
  }
  return ranks;
}

function shuffle(values: Float64Array, source: Random): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = source.below(i + 1);
    const swap = values[i]!;
    values[i] = values[j]!;
    values[j] = swap;
  }
}
