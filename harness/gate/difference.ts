/** What two results' machines differ in, and what that is the end of. */
export interface Difference {
  /** As a sentence would name it: `Node`, `fastify`, `CPU quota`. */
  readonly what: string;
  /** As text, from a file perhaps: whoever shows it has to escape it. */
  readonly base: string;
  readonly head: string;
  /**
   * `timing`: times of one result say nothing of the other's. `nothing`: worth knowing where figures differ.
   */
  readonly incomparable: "timing" | "nothing";
}

/** What stands for a value that a result does not have. */
const NONE = "none";

/** The difference in one thing; none where both have the same. */
export function differenceIn(
  what: string,
  incomparable: Difference["incomparable"],
  base: string | number | undefined,
  head: string | number | undefined,
): readonly Difference[] {
  if (base === head) return [];
  return [{ what, base: String(base ?? NONE), head: String(head ?? NONE), incomparable }];
}
