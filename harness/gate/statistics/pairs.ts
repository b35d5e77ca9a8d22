/** The values of one metric in the two halves of each pair, in the order in which the pairs were run. */
export interface Pairs {
  readonly base: readonly number[];
  readonly head: readonly number[];
}
