import type { ComparisonRow, Outcome } from "../../core/comparison.ts";

/** What rows say together; the gravest counts. */
export function outcomeOfRows(
  rows: readonly Pick<ComparisonRow, "outcome">[],
  { invalid = false, unfinished = false }: { readonly invalid?: boolean; readonly unfinished?: boolean } = {},
): Outcome {
  const has = (...outcomes: ComparisonRow["outcome"][]): boolean =>
    rows.some(({ outcome }) => outcomes.includes(outcome));
  if (invalid) return "invalid";
  if (has("regressed", "missing")) return "regressed";
  if (has("inconclusive") || unfinished) return "inconclusive";
  return "ok";
}
