import type { Input } from "./target.ts";

/**
 * The smallest input found on which `fails` still holds: fewer cuts, then fewer bytes, then plainer ones. Asks
 * `fails` at most `tries` times.
 */
export function minimise<I extends Input>(input: I, fails: (input: I) => boolean, tries = 4000): I {
  let best = input;
  let left = tries;
  const attempt = (text: string, cuts: readonly number[]): boolean => {
    if (left-- <= 0) return false;
    const candidate = { ...best, text, cuts: cuts.filter((cut) => cut <= text.length) };
    if (!fails(candidate)) return false;
    best = candidate;
    return true;
  };
  const fewerCuts = (): void => {
    if (best.cuts.length > 0) attempt(best.text, []);
    for (let i = best.cuts.length - 1; i >= 0; i--) attempt(best.text, best.cuts.toSpliced(i, 1));
  };
  fewerCuts();
  for (let size = best.text.length >> 1; size > 0 && left > 0; size = Math.min(size >> 1, best.text.length)) {
    for (let at = best.text.length - size; at >= 0; at -= size) {
      const text = best.text.slice(0, at) + best.text.slice(at + size);
      const moved = best.cuts.map((cut) => (cut <= at ? cut : Math.max(at, cut - size)));
      attempt(text, moved);
    }
  }
  fewerCuts();
  for (let at = 0; at < best.text.length && left > 0; at++) {
    if (best.text[at] !== "x") attempt(`${best.text.slice(0, at)}x${best.text.slice(at + 1)}`, best.cuts);
  }
  return best;
}
