import type { LinkCut } from "../core/link.ts";
import type { Random } from "../core/random.ts";
import { msToNs, type Nanoseconds } from "../core/units.ts";

/** When all connections break at once, in order: inside the window [from, to) only, its first moment too. */
export function cutMoments(cut: LinkCut | undefined, from: Nanoseconds, to: Nanoseconds): Nanoseconds[] {
  switch (cut?.kind) {
    case undefined:
    case "random":
      return [];
    case "at":
      return cut.atMs
        .map((ms) => from + msToNs(ms))
        .filter((moment) => moment < to)
        .sort((a, b) => a - b);
    case "every": {
      const every = msToNs(cut.everyMs);
      // The one that would fall on the window's end is no part of it.
      const count = Math.max(0, Math.ceil((to - from) / every) - 1);
      return Array.from({ length: count }, (_, i) => from + (i + 1) * every);
    }
    default:
      return cut satisfies never;
  }
}

/**
 * When one connection breaks by itself: an exponentially distributed time after it was there and the window
 * had begun; `undefined` where that is not inside the window, or the link has no such cuts.
 */
export function breakMoment(
  cut: LinkCut | undefined,
  random: Random,
  { since, from, to }: { readonly since: Nanoseconds; readonly from: Nanoseconds; readonly to: Nanoseconds },
): Nanoseconds | undefined {
  if (cut?.kind !== "random") return undefined;
  const moment = Math.max(since, from) + random.exponential() * msToNs(cut.meanMs);
  return moment < to ? moment : undefined;
}
