import type { Milliseconds } from "../../core/units.ts";

/** The smallest step of a clock, as its readings show it: browsers make theirs coarse on purpose. */
export function grainOf(now: () => Milliseconds, readings = 20_000): Milliseconds {
  let least = Number.POSITIVE_INFINITY;
  let before = now();
  for (let i = 0; i < readings; i++) {
    const after = now();
    if (after > before) least = Math.min(least, after - before);
    before = after;
  }
  return Number.isFinite(least) ? least : 0;
}
