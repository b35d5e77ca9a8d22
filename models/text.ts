import type { Milliseconds } from "../core/units.ts";

/** A span in a sentence: three digits at least, and no more behind the point than help. */
export function ms(span: Milliseconds): string {
  return `${Number(span.toPrecision(Math.abs(span) >= 100 ? 4 : 3))} ms`;
}
