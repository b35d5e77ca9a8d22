/** By how much a metric may get worse: both have to be passed. */
export interface ChangeLimit {
  /** Share of the base's value, such as 0.05; absent for a metric that can be zero or negative. */
  readonly relative?: number;
  /** In the metric's own unit. */
  readonly absolute: number;
}

/** The values of one metric in the two halves of each pair, in the order in which the pairs were run. */
export interface Pairs {
  readonly base: readonly number[];
  readonly head: readonly number[];
}
