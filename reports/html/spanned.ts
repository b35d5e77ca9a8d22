import { formatCount, formatNumber } from "../numbers.ts";
import type { Figure } from "../rows.ts";

/** A figure with its interval where it has one: `216`, `0.41 (0.38–0.44)`. */
export function spanned({ value, low, high }: Figure): string {
  const span = low === undefined || high === undefined ? "" : ` (${formatNumber(low)}–${formatNumber(high)})`;
  return (Number.isInteger(value) ? formatCount(value) : formatNumber(value)) + span;
}
