/** What two results differ in, and what that is the end of. */
export interface Difference {
  /** As a sentence would name it: `Node`, `fastify`, `CPU quota`. */
  readonly what: string;
  /** As text, from a file perhaps: whoever shows it has to escape it. */
  readonly base: string;
  readonly head: string;
  /**
   * `everything`: not even exact figures say anything. `timing`: times of one result say nothing of the other's.
   * `nothing`: worth knowing where figures differ.
   */
  readonly incomparable: "everything" | "timing" | "nothing";
}

/** What stands for a value that a result does not have. */
export const NONE = "none";

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

/** Differences in words, in their order: `Node v20.19.0 → v22.12.0; ws 8.18.0 → 8.23.0`. */
export const differencesInWords = (differences: readonly Difference[]): string =>
  differences.map(({ what, base, head }) => `${what} ${base} → ${head}`).join("; ");
