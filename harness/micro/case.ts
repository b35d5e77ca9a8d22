/** One of the two that a case compares. */
export interface Side {
  /**
   * Does every operation of a batch once, and returns a number that depends on each: the same at every call
   * and on both sides, so that no work can be left out, by the compiler or by mistake.
   */
  run(): number;
  /** What it makes of the whole input, in full, for comparing once. */
  answer(): unknown;
}

/** Both sides, ready to run, on the same bytes. */
export interface Sides {
  /** Operations in one batch. */
  readonly operations: number;
  readonly ours: Side;
  readonly reference: Side;
}

/** A hot path and what else would do the same work. */
export interface MicroCase {
  /** What one operation is. */
  readonly operation: string;
  /** Whose code the reference is, as a table names it. */
  readonly reference: string;
  create(): Sides | Promise<Sides>;
}
